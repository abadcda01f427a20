// The states a connection of `tedious` goes through, by the names its messages and debug lines use.
'use strict';

const state = (name) => ({ name, events: {} });

module.exports = {
  INITIALIZED: state('Initialized'),
  CONNECTING: state('Connecting'),
  SENT_PRELOGIN: state('SentPrelogin'),
  SENT_TLSSSLNEGOTIATION: state('SentTLSSSLNegotiation'),
  SENT_LOGIN7_WITH_STANDARD_LOGIN: state('SentLogin7WithStandardLogin'),
  SENT_LOGIN7_WITH_NTLM: state('SentLogin7WithNTLMLogin'),
  SENT_LOGIN7_WITH_FEDAUTH: state('SentLogin7Withfedauth'),
  LOGGED_IN_SENDING_INITIAL_SQL: state('LoggedInSendingInitialSql'),
  LOGGED_IN: state('LoggedIn'),
  SENT_CLIENT_REQUEST: state('SentClientRequest'),
  SENT_ATTENTION: state('SentAttention'),
  FINAL: state('Final'),
};
