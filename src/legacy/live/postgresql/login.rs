//! How a client says who it is: in clear, by MD5, by SCRAM-SHA-256 (RFC 5802, RFC 7677).

use base64::prelude::{Engine, BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha2::{Digest, Sha256};

use super::of_driver;
use super::wire::{put_text, Message, Outgoing, Wire};
use crate::legacy::StoreError;

/// More rounds than any server asks for; a hostile one must not keep us busy.
const MOST_ROUNDS: u32 = 1_000_000;

const CLEAR: i32 = 3;
const MD5: i32 = 5;
const SASL: i32 = 10;
const SASL_CONTINUE: i32 = 11;
const SASL_FINAL: i32 = 12;

/// What is said while the server makes sure.
pub(super) struct Login {
    user: String,
    password: Option<String>,
    scram: Option<Scram>,
}

impl Login {
    pub(super) fn new(user: &str, password: Option<&str>) -> Self {
        Self { user: user.to_owned(), password: password.map(str::to_owned), scram: None }
    }

    /// Answers a question of the server.
    pub(super) async fn answer(&mut self, wire: &mut Wire, mut question: Message) -> Result<(), StoreError> {
        let kind = question.int32();
        let mut reply = Outgoing::default();
        match kind {
            0 => return Ok(()),
            CLEAR => {
                let password = self.password("")?.to_owned();
                reply.message(Some(b'p'), |bytes| put_text(bytes, &password));
            }
            MD5 => {
                let inner = hex(&Md5::digest(format!("{}{}", self.password("")?, self.user)));
                let salted = [inner.as_bytes(), question.take(4)].concat();
                let answer = format!("md5{}", hex(&Md5::digest(salted)));
                reply.message(Some(b'p'), |bytes| put_text(bytes, &answer));
            }
            SASL => {
                let offered = String::from_utf8_lossy(question.rest()).into_owned();
                if !offered.split('\0').any(|name| name == "SCRAM-SHA-256") {
                    return Err(of_driver(
                        "SASL: Only mechanism(s) SCRAM-SHA-256 and SCRAM-SHA-256-PLUS are supported",
                    ));
                }
                let scram = Scram::new(self.password("SASL: SCRAM-SERVER-FIRST-MESSAGE: ")?)?;
                let first = scram.first();
                self.scram = Some(scram);
                reply.message(Some(b'p'), |bytes| {
                    put_text(bytes, "SCRAM-SHA-256");
                    bytes.extend(u32::try_from(first.len()).unwrap_or(0).to_be_bytes());
                    bytes.extend(first.as_bytes());
                });
            }
            SASL_CONTINUE => {
                let text = String::from_utf8_lossy(question.rest()).into_owned();
                let scram = self.scram.as_mut().ok_or_else(out_of_turn)?;
                let last = scram.last(&text)?;
                reply.message(Some(b'p'), |bytes| bytes.extend(last.as_bytes()));
            }
            SASL_FINAL => {
                let text = String::from_utf8_lossy(question.rest()).into_owned();
                return self.scram.take().ok_or_else(out_of_turn)?.verify(&text);
            }
            other => {
                return Err(of_driver(&format!("Unknown authenticationOk message type {other}")));
            }
        }
        wire.send(&reply).await
    }

    fn password(&self, before: &str) -> Result<&str, StoreError> {
        let missing = || of_driver(&format!("{before}client password must be a string"));
        self.password.as_deref().ok_or_else(missing)
    }
}

fn out_of_turn() -> StoreError {
    of_driver("SASL: the server spoke out of turn")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Scram {
    password: String,
    nonce: String,
    /// What the server must prove it knows.
    server_signature: Option<String>,
}

impl Scram {
    fn new(password: &str) -> Result<Self, StoreError> {
        let mut bytes = [0; 18];
        getrandom::fill(&mut bytes).map_err(|_| of_driver("the system gives no chance for a nonce"))?;
        Ok(Self { password: password.to_owned(), nonce: BASE64_STANDARD.encode(bytes), server_signature: None })
    }

    fn first(&self) -> String {
        format!("n,,n=*,r={}", self.nonce)
    }

    fn last(&mut self, server_first: &str) -> Result<String, StoreError> {
        let part = |key: &str| server_first.split(',').find_map(|part| part.strip_prefix(key)).unwrap_or_default();
        let wrong = |what: &str| of_driver(&format!("SASL: SCRAM-SERVER-FIRST-MESSAGE: {what}"));
        let nonce = part("r=");
        if !nonce.starts_with(&self.nonce) || nonce.len() == self.nonce.len() {
            return Err(wrong("server nonce does not start with client nonce"));
        }
        let salt = BASE64_STANDARD.decode(part("s=")).map_err(|_| wrong("salt must be base64"))?;
        let rounds = part("i=").parse::<u32>().ok().filter(|rounds| (1..=MOST_ROUNDS).contains(rounds));
        let rounds = rounds.ok_or_else(|| wrong("iteration missing"))?;
        let mut salted = [0; 32];
        pbkdf2::pbkdf2_hmac::<Sha256>(self.password.as_bytes(), &salt, rounds, &mut salted);
        let without_proof = format!("c=biws,r={nonce}");
        let said = format!("n=*,r={},{server_first},{without_proof}", self.nonce);
        let client_key = mac(&salted, b"Client Key")?;
        let signature = mac(&Sha256::digest(client_key), said.as_bytes())?;
        let proof: Vec<u8> = client_key.iter().zip(signature).map(|(key, signed)| key ^ signed).collect();
        let server_key = mac(&salted, b"Server Key")?;
        self.server_signature = Some(BASE64_STANDARD.encode(mac(&server_key, said.as_bytes())?));
        Ok(format!("{without_proof},p={}", BASE64_STANDARD.encode(proof)))
    }

    fn verify(self, server_last: &str) -> Result<(), StoreError> {
        let given = server_last.split(',').find_map(|part| part.strip_prefix("v="));
        if given.is_some() && given == self.server_signature.as_deref() {
            return Ok(());
        }
        Err(of_driver("SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match"))
    }
}

fn mac(key: &[u8], text: &[u8]) -> Result<[u8; 32], StoreError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| of_driver("SASL: no key"))?;
    mac.update(text);
    Ok(mac.finalize().into_bytes().into())
}
