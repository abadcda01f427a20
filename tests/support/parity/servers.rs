//! The servers both sides talk to, each worker its own: a database made for it, a user service started for it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Mutex;

use mysql_async::prelude::Queryable;
use serde_json::{json, Value};
use tokio::runtime::Runtime;

use super::cases::Kind;
use super::missing;
use super::node::Node;

/// Workers that compare at the same time.
const WORKERS: usize = 2;

/// All of them.
pub struct Servers(Vec<[Server; 4]>);

/// One server, as one worker uses it.
pub struct Server {
    kind: Kind,
    configuration: Value,
    fill: Box<dyn Fn() + Send + Sync>,
    _guard: Guard,
}

/// Undoes what was set up.
struct Guard(Mutex<Option<Box<dyn FnOnce() + Send>>>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(undo) = self.0.lock().unwrap().take() {
            undo();
        }
    }
}

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity/stores")
}

fn host_and_port(variable: &str, port: u16) -> (String, u16) {
    let given = std::env::var(variable).ok();
    let parts = given.as_deref().and_then(|given| given.rsplit_once(':'));
    parts.map_or(("127.0.0.1".to_owned(), port), |(host, port)| (host.to_owned(), port.parse().unwrap()))
}

impl Servers {
    /// PostgreSQL by `LOGINSCOPE_POSTGRESQL`, MariaDB by `LOGINSCOPE_MARIADB` (`host:port`), else on their usual ports.
    pub fn found() -> Option<Self> {
        let node = Node::found()?;
        (0..WORKERS)
            .map(|worker| Some([postgresql(worker)?, mariadb(worker)?, http(&node), nothing()]))
            .collect::<Option<_>>()
            .map(Self)
    }

    /// The server of a kind for one worker.
    pub fn of(&self, kind: Kind, worker: usize) -> &Server {
        self.0[worker].iter().find(|server| server.kind == kind).unwrap()
    }
}

impl Server {
    /// What `configuration` holds on both sides.
    pub fn configuration(&self) -> &Value {
        &self.configuration
    }

    /// Puts the server into its first state.
    pub fn fill(&self) {
        (self.fill)();
    }

    /// The seed and route files of the embedded store that stands for it.
    pub fn seeds(&self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        match self.kind {
            Kind::PostgreSql => (vec![stores().join("postgresql.sql")], Vec::new()),
            Kind::MariaDb => (vec![stores().join("mariadb.sql")], Vec::new()),
            Kind::Http => (Vec::new(), vec![stores().join("http.toml")]),
            Kind::Nothing => (Vec::new(), Vec::new()),
        }
    }
}

fn text(host: &str, port: u16, user: &str, password: &str, database: &str, scheme: &str) -> Value {
    json!({
        "HOST": host, "PORT": port.to_string(), "USER": user, "PASSWORD": password, "DATABASE": database,
        "URL": format!("{scheme}://{user}:{password}@{host}:{port}/{database}"),
    })
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

async fn postgresql_client(
    host: &str,
    port: u16,
    database: &str,
) -> Result<tokio_postgres::Client, tokio_postgres::Error> {
    let options = format!("host={host} port={port} user=postgres dbname={database}");
    let (client, connection) = tokio_postgres::connect(&options, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

fn postgresql(worker: usize) -> Option<Server> {
    let (host, port) = host_and_port("LOGINSCOPE_POSTGRESQL", 5432);
    let database = format!("loginscope_parity_{}_{worker}", std::process::id());
    let create = format!("CREATE DATABASE {database}");
    let made = runtime().block_on(async {
        let client = postgresql_client(&host, port, "test").await?;
        client.batch_execute(&create).await
    });
    if let Err(error) = made {
        missing(&format!("PostgreSQL at {host}:{port}: {error}"));
        return None;
    }
    let seed = std::fs::read_to_string(stores().join("postgresql.sql")).unwrap();
    let fill = {
        let (host, database) = (host.clone(), database.clone());
        move || {
            runtime().block_on(async {
                let client = postgresql_client(&host, port, &database).await.unwrap();
                let anew = format!("DROP SCHEMA public CASCADE; CREATE SCHEMA public; {seed}");
                client.batch_execute(&anew).await.unwrap();
            });
        }
    };
    let undo = {
        let (host, database) = (host.clone(), database.clone());
        move || {
            runtime().block_on(async {
                let client = postgresql_client(&host, port, "test").await.unwrap();
                client.batch_execute(&format!("DROP DATABASE {database} WITH (FORCE)")).await.unwrap();
            });
        }
    };
    Some(Server {
        kind: Kind::PostgreSql,
        configuration: text(&host, port, "postgres", "any", &database, "postgres"),
        fill: Box::new(fill),
        _guard: Guard(Mutex::new(Some(Box::new(undo)))),
    })
}

fn mariadb_run(host: &str, port: u16, statements: &str) -> Result<(), mysql_async::Error> {
    runtime().block_on(async {
        let options = mysql_async::OptsBuilder::default().ip_or_hostname(host).tcp_port(port).user(Some("root"));
        let mut connection = mysql_async::Conn::new(options).await?;
        for statement in statements.split(";\n").filter(|statement| !statement.trim().is_empty()) {
            connection.query_drop(statement).await?;
        }
        connection.disconnect().await
    })
}

fn mariadb(worker: usize) -> Option<Server> {
    let (host, port) = host_and_port("LOGINSCOPE_MARIADB", 3306);
    let database = format!("loginscope_parity_{}_{worker}", std::process::id());
    if let Err(error) = mariadb_run(&host, port, &format!("CREATE DATABASE {database}")) {
        missing(&format!("MariaDB at {host}:{port}: {error}"));
        return None;
    }
    let seed = std::fs::read_to_string(stores().join("mariadb.sql")).unwrap();
    let fill = {
        let (host, database) = (host.clone(), database.clone());
        move || {
            let anew = format!("DROP DATABASE {database};\nCREATE DATABASE {database};\nUSE {database};\n{seed}");
            mariadb_run(&host, port, &anew).unwrap();
        }
    };
    let undo = {
        let (host, database) = (host.clone(), database.clone());
        move || mariadb_run(&host, port, &format!("DROP DATABASE {database}")).unwrap()
    };
    Some(Server {
        kind: Kind::MariaDb,
        configuration: text(&host, port, "root", "", &database, "mysql"),
        fill: Box::new(fill),
        _guard: Guard(Mutex::new(Some(Box::new(undo)))),
    })
}

fn http(node: &Node) -> Server {
    let routes: toml::Table = std::fs::read_to_string(stores().join("http.toml")).unwrap().parse().unwrap();
    let mut command: Command = node.command("server.js");
    command.arg(serde_json::to_string(&routes["route"]).unwrap()).stdout(std::process::Stdio::piped());
    let mut server: Child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim();
    let undo = move || {
        let _gone = server.kill();
        let _ended = server.wait();
    };
    Server {
        kind: Kind::Http,
        configuration: json!({ "BASE_URL": format!("http://127.0.0.1:{port}"), "HOST": "127.0.0.1", "PORT": port }),
        fill: Box::new(|| {}),
        _guard: Guard(Mutex::new(Some(Box::new(undo)))),
    }
}

fn nothing() -> Server {
    Server { kind: Kind::Nothing, configuration: json!({}), fill: Box::new(|| {}), _guard: Guard(Mutex::new(None)) }
}
