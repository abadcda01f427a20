//! TLS as Node's options ask for it.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_name, WebPkiServerVerifier};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_rustls::client::TlsStream;
use tokio_rustls::TlsConnector;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::SubjectAltName;

use super::network::{failed, Stream};
use crate::legacy::{StoreError, Tls};

/// A stream that speaks TLS, and what was thought of the server's certificate.
pub struct Secured<S> {
    /// What goes over it is secret.
    pub stream: TlsStream<S>,
    /// Why the certificate is not to be trusted, as Node names it; `None`: it is.
    pub unauthorized: Option<String>,
}

/// Goes on in TLS. `host` is whose certificate is expected, unless the options name another.
///
/// # Errors
/// Node's: `DEPTH_ZERO_SELF_SIGNED_CERT`, `ERR_TLS_CERT_ALTNAME_INVALID`, `CERT_HAS_EXPIRED` …
pub async fn secure<S: Stream>(
    stream: S,
    tls: &Tls,
    host: &str,
    protocols: &[String],
) -> Result<Secured<S>, StoreError> {
    let verifier = Arc::new(Verifier::new(tls)?);
    let mut config = configuration(tls, Arc::clone(&verifier))?;
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    let name = tls.servername.as_deref().filter(|name| !name.is_empty()).unwrap_or(host);
    let name = ServerName::try_from(name.to_owned())
        .map_err(|_| refused("ERR_INVALID_ARG_VALUE", format!("`{name}` is no name of a host")))?;
    let done = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    let thought = verifier.thought.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (done, thought) {
        (Ok(stream), thought) => Ok(Secured { stream, unauthorized: thought.map(|(code, _)| code.to_owned()) }),
        (Err(_), Some((code, words))) => Err(refused(code, words)),
        (Err(error), None) if error.get_ref().is_some_and(|inner| inner.is::<Error>()) => {
            Err(refused("EPROTO", format!("write EPROTO {error}")))
        }
        (Err(error), None) => Err(failed(&error, "read", None)),
    }
}

/// TLS for a library that opens it itself.
pub struct Client {
    /// What the library is given.
    pub config: Arc<ClientConfig>,
    verifier: Arc<Verifier>,
}

impl Client {
    /// TLS as the options ask for it.
    ///
    /// # Errors
    /// When certificates or keys among them cannot be read.
    pub fn new(tls: &Tls) -> Result<Self, StoreError> {
        let verifier = Arc::new(Verifier::new(tls)?);
        Ok(Self { config: Arc::new(configuration(tls, Arc::clone(&verifier))?), verifier })
    }

    /// Why the server's certificate was refused, if it was.
    pub fn refusal(&self) -> Option<StoreError> {
        let thought = self.verifier.thought.lock().unwrap_or_else(PoisonError::into_inner).take();
        thought.map(|(code, words)| refused(code, words))
    }
}

fn configuration(tls: &Tls, verifier: Arc<Verifier>) -> Result<ClientConfig, StoreError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| refused("EPROTO", error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let (Some(chain), Some(key)) = (&tls.cert, &tls.key) else { return Ok(builder.with_no_client_auth()) };
    let unread = || refused("ERR_OSSL_PEM_NO_START_LINE", "error:0480006C:PEM routines::no start line".to_owned());
    let chain = certificates(chain);
    let key = PrivateKeyDer::from_pem_slice(key.expose().as_bytes()).map_err(|_| unread())?;
    if chain.is_empty() {
        return Err(unread());
    }
    builder.with_client_auth_cert(chain, key).map_err(|error| refused("EPROTO", error.to_string()))
}

fn certificates(pem: &str) -> Vec<CertificateDer<'static>> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).filter_map(Result::ok).collect()
}

fn refused(code: &str, message: String) -> StoreError {
    StoreError { code: code.to_owned(), message, fatal: true, ..StoreError::default() }
}

/// Judges the server's certificate as ever, keeps what it thinks of it, and lets it pass where that was asked for.
#[derive(Debug)]
struct Verifier {
    judge: Arc<WebPkiServerVerifier>,
    /// What the script trusts by itself; a server may show one of these as its own.
    given: Vec<CertificateDer<'static>>,
    lets_pass: bool,
    checks_name: bool,
    thought: Mutex<Option<(&'static str, String)>>,
}

impl Verifier {
    fn new(tls: &Tls) -> Result<Self, StoreError> {
        let mut roots = RootCertStore::empty();
        for pem in &tls.ca {
            roots.add_parsable_certificates(certificates(pem));
        }
        if tls.ca.is_empty() || tls.ca.iter().any(|pem| pem == Tls::USUAL) {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        if roots.is_empty() {
            return Err(refused("EPROTO", "none of the certificates in `ca` can be read".to_owned()));
        }
        let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider()))
            .build()
            .map_err(|error| refused("EPROTO", error.to_string()))?;
        let given = tls.ca.iter().flat_map(|pem| certificates(pem)).collect();
        Ok(Self {
            judge,
            given,
            lets_pass: !tls.reject_unauthorized,
            checks_name: tls.check_name,
            thought: Mutex::default(),
        })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.judge.verify_server_cert(end_entity, intermediates, server_name, ocsp, now);
        // Node trusts a certificate that was given to it, whether or not it may vouch for others.
        let judged = match judged {
            Err(_) if self.given.contains(end_entity) => by_itself(end_entity, server_name, now),
            judged => judged,
        };
        let Err(error) = judged else { return judged };
        let names = |reason: &CertificateError| {
            matches!(reason, CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. })
        };
        if !self.checks_name && matches!(&error, Error::InvalidCertificate(reason) if names(reason)) {
            return Ok(ServerCertVerified::assertion());
        }
        let name = server_name.to_str();
        let thought = in_nodes_words(&error, end_entity, intermediates, &name);
        *self.thought.lock().unwrap_or_else(PoisonError::into_inner) = Some(thought);
        if self.lets_pass {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(error)
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}

/// Judges a certificate that is trusted as it stands: by its dates and names alone.
fn by_itself(
    certificate: &CertificateDer<'_>,
    name: &ServerName<'_>,
    now: UnixTime,
) -> Result<ServerCertVerified, Error> {
    let unread = || Error::InvalidCertificate(CertificateError::BadEncoding);
    let read = x509_cert::Certificate::from_der(certificate).map_err(|_| unread())?;
    let validity = read.tbs_certificate().validity();
    let now = now.as_secs();
    if now > validity.not_after.to_unix_duration().as_secs() {
        return Err(Error::InvalidCertificate(CertificateError::Expired));
    }
    if now < validity.not_before.to_unix_duration().as_secs() {
        return Err(Error::InvalidCertificate(CertificateError::NotValidYet));
    }
    let parsed = ParsedCertificate::try_from(certificate)?;
    verify_server_name(&parsed, name).map(|()| ServerCertVerified::assertion())
}

/// The names on a certificate, as Node lists them.
fn names_on(certificate: &CertificateDer<'_>) -> (Vec<String>, Vec<String>) {
    let (mut hosts, mut addresses) = (Vec::new(), Vec::new());
    let read = x509_cert::Certificate::from_der(certificate).ok();
    let listed = read.as_ref().and_then(|read| read.tbs_certificate().get_extension::<SubjectAltName>().ok().flatten());
    for name in listed.map(|(_, listed)| listed.0).unwrap_or_default() {
        match name {
            GeneralName::DnsName(name) => hosts.push(name.as_str().to_owned()),
            GeneralName::IpAddress(bytes) => match bytes.as_bytes() {
                [a, b, c, d] => addresses.push(std::net::Ipv4Addr::new(*a, *b, *c, *d).to_string()),
                long => {
                    let long: Option<[u8; 16]> = long.try_into().ok();
                    addresses.extend(long.map(|bytes| std::net::Ipv6Addr::from(bytes).to_string()));
                }
            },
            _ => {}
        }
    }
    (hosts, addresses)
}

/// Why a certificate is not this host's.
fn not_named(certificate: &CertificateDer<'_>, name: &str) -> String {
    let (hosts, addresses) = names_on(certificate);
    let reason = if name.parse::<std::net::IpAddr>().is_ok() {
        format!("IP: {name} is not in the cert's list: {}", addresses.join(", "))
    } else {
        let listed = hosts.iter().map(|host| format!("DNS:{host}"));
        let listed: Vec<String> = listed.chain(addresses.iter().map(|ip| format!("IP Address:{ip}"))).collect();
        format!("Host: {name}. is not in the cert's altnames: {}", listed.join(", "))
    };
    format!("Hostname/IP does not match certificate's altnames: {reason}")
}

/// What is wrong with a certificate: code and words.
fn in_nodes_words(
    error: &Error,
    own: &CertificateDer<'_>,
    others: &[CertificateDer<'_>],
    name: &str,
) -> (&'static str, String) {
    let Error::InvalidCertificate(reason) = error else { return ("EPROTO", error.to_string()) };
    match reason {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            ("ERR_TLS_CERT_ALTNAME_INVALID", not_named(own, name))
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            ("CERT_HAS_EXPIRED", "certificate has expired".to_owned())
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            ("CERT_NOT_YET_VALID", "certificate is not yet valid".to_owned())
        }
        CertificateError::Revoked => ("CERT_REVOKED", "certificate revoked".to_owned()),
        _ if signs_itself(own) => ("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate".to_owned()),
        _ if others.iter().any(signs_itself) => {
            ("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain".to_owned())
        }
        _ => ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate".to_owned()),
    }
}

fn signs_itself(certificate: &CertificateDer<'_>) -> bool {
    let Ok(read) = x509_cert::Certificate::from_der(certificate) else { return false };
    let certificate = read.tbs_certificate();
    match (certificate.issuer().to_der(), certificate.subject().to_der()) {
        (Ok(issuer), Ok(subject)) => issuer == subject,
        _ => false,
    }
}
