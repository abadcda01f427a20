function getUser(identifier, callback) {
  const ldap = require('ldapjs');
  const server = { url: 'ldap://directory.staff.example.test:389', timeout: 5000, connectTimeout: 5000 };

  findEntry(function onFound(err, entry) {
    if (err) {
      return callback(new Error('The directory did not answer: ' + err.message));
    }
    // "Not found" is an answer, not an error.
    if (!entry) {
      return callback(null);
    }

    return callback(null, toProfile(entry));
  });

  // Binds as the account that may search, and looks for the one entry with this address.
  function findEntry(found) {
    const client = ldap.createClient(server);
    let answered = false;
    client.on('error', answer);

    client.bind('cn=auth0,dc=staff,dc=example,dc=test', configuration.LDAP_SEARCH_PASSWORD, function onBound(err) {
      if (err) {
        return answer(err);
      }

      const options = {
        scope: 'sub',
        // A filter that is built needs no escaping.
        filter: new ldap.EqualityFilter({ attribute: 'mail', value: identifier }),
        attributes: ['uid', 'cn', 'givenName', 'sn', 'mail', 'employeeType']
      };
      client.search('ou=people,dc=staff,dc=example,dc=test', options, function onSearch(err, search) {
        if (err) {
          return answer(err);
        }

        let entry;
        search.on('searchEntry', function onEntry(each) {
          entry = each.object;
        });
        search.on('error', answer);
        search.on('end', function onEnd() {
          answer(null, entry);
        });
      });
    });

    // A client may fail more than once; the first word counts.
    function answer(err, entry) {
      if (answered) {
        return;
      }
      answered = true;
      client.unbind();
      found(err, entry);
    }
  }

  // login answers the same profile: the two must agree.
  function toProfile(entry) {
    return {
      user_id: 'staff|' + entry.uid,
      email: entry.mail,
      email_verified: true,
      given_name: entry.givenName,
      family_name: entry.sn,
      name: entry.cn,
      nickname: entry.uid
    };
  }
}
