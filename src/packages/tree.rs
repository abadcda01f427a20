//! Packages made for a test, and what is found among them.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use super::{Found, Packages, Refusal};

fn write(root: &Path, files: &[(&str, &str)]) {
    for (file, text) in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What `request` leads to in `from` (a path below the root; a folder for the script itself), by its label.
fn asked(root: &Path, request: &str, from: &str) -> Result<String, Refusal> {
    let packages = Packages::beside(&root.join("shop"));
    let from = root.canonicalize().unwrap().join(from);
    let (folder, file) = if from.is_dir() { (from.as_path(), None) } else { (from.parent().unwrap(), Some(&*from)) };
    match packages.resolve(request, folder, file)? {
        Found::File(found) => Ok(packages.label(&found)),
        Found::Named(name) => Ok(format!("named {name}")),
    }
}

fn code(found: Result<String, Refusal>) -> &'static str {
    found.unwrap_err().code
}

#[test]
fn files_folders_mains_and_indexes_are_found_in_nodes_order() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    write(
        root,
        &[
            ("shop/login.js", ""),
            ("shop/node_modules/a/package.json", r#"{"main": "lib/main"}"#),
            ("shop/node_modules/a/lib/main.js", ""),
            ("shop/node_modules/a/lib/main.json", ""),
            ("shop/node_modules/a/lib/index.js", ""),
            ("shop/node_modules/a/data.json", ""),
            ("shop/node_modules/b/index.json", ""),
            ("shop/node_modules/c/package.json", r#"{"main": "gone.js"}"#),
            ("shop/node_modules/d/package.json", r#"{"main": "gone.js"}"#),
            ("shop/node_modules/d/index.js", ""),
            ("shop/node_modules/e.js", ""),
            ("shop/node_modules/a/node_modules/e.js", ""),
            ("node_modules/above/index.js", ""),
            ("shop/node_modules/broken/package.json", "{"),
        ],
    );
    for (request, from, found) in [
        ("a", "shop", "node_modules/a/lib/main.js"),
        ("a/lib", "shop", "node_modules/a/lib/index.js"),
        ("a/data", "shop", "node_modules/a/data.json"),
        ("a/lib/main.json", "shop", "node_modules/a/lib/main.json"),
        ("b", "shop", "node_modules/b/index.json"),
        ("d", "shop", "node_modules/d/index.js"),
        ("e", "shop", "node_modules/e.js"),
        ("e", "shop/node_modules/a/lib/main.js", "node_modules/a/node_modules/e.js"),
        ("..", "shop/node_modules/a/lib/main.js", "node_modules/a/lib/main.js"),
        (".", "shop/node_modules/a/lib/main.js", "node_modules/a/lib/index.js"),
        ("./main", "shop/node_modules/a/lib/main.js", "node_modules/a/lib/main.js"),
        ("../data", "shop/node_modules/a/lib/main.js", "node_modules/a/data.json"),
        ("above", "shop/node_modules/a/lib/main.js", "node_modules/above/index.js"),
    ] {
        assert_eq!(asked(root, request, from).as_deref(), Ok(found), "{request} from {from}");
    }
    let refused = asked(root, "c", "shop").unwrap_err();
    assert!(refused.message.ends_with("c/gone.js'. Please verify that the package.json has a valid \"main\" entry"));
    assert_eq!(asked(root, "nothing", "shop").unwrap_err(), Refusal::not_found("nothing"));
    assert_eq!(code(asked(root, "broken", "shop")), "ERR_INVALID_PACKAGE_CONFIG");
}

#[test]
fn exports_imports_and_a_packages_own_name_lead_where_they_say() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let manifest = r##"{
        "name": "@s/p",
        "exports": {
            ".": { "import": "./esm.js", "node": { "require": "./node.cjs" }, "default": "./x.js" },
            "./part": [null, "./part.js"],
            "./features/*": "./src/*.js",
            "./features/private/*": null,
            "./out": "../out.js",
            "./gone": "./gone.js"
        },
        "imports": { "#dep": { "node": "q", "default": "./x.js" }, "#own/*": "./src/*.js", "#fs": "fs" }
    }"##;
    write(
        root,
        &[
            ("shop/node_modules/@s/p/package.json", manifest),
            ("shop/node_modules/@s/p/node.cjs", ""),
            ("shop/node_modules/@s/p/part.js", ""),
            ("shop/node_modules/@s/p/src/a.js", ""),
            ("shop/node_modules/@s/p/src/private/b.js", ""),
            ("shop/node_modules/q/package.json", r#"{"exports": "./main.js"}"#),
            ("shop/node_modules/q/main.js", ""),
        ],
    );
    let inside = "shop/node_modules/@s/p/src/a.js";
    for (request, from, found) in [
        ("@s/p", "shop", "node_modules/@s/p/node.cjs"),
        ("@s/p/part", "shop", "node_modules/@s/p/part.js"),
        ("@s/p/features/a", "shop", "node_modules/@s/p/src/a.js"),
        ("q", "shop", "node_modules/q/main.js"),
        ("@s/p/part", inside, "node_modules/@s/p/part.js"),
        ("#dep", inside, "node_modules/q/main.js"),
        ("#own/a", inside, "node_modules/@s/p/src/a.js"),
        ("#fs", inside, "named fs"),
    ] {
        assert_eq!(asked(root, request, from).as_deref(), Ok(found), "{request} from {from}");
    }
    for (request, from, refused) in [
        ("@s/p/other", "shop", "ERR_PACKAGE_PATH_NOT_EXPORTED"),
        ("@s/p/features/private/b", "shop", "ERR_PACKAGE_PATH_NOT_EXPORTED"),
        ("q/main.js", "shop", "ERR_PACKAGE_PATH_NOT_EXPORTED"),
        ("@s/p/out", "shop", "ERR_INVALID_PACKAGE_TARGET"),
        ("@s/p/features/../x", "shop", "ERR_INVALID_MODULE_SPECIFIER"),
        ("@s/p/gone", "shop", "MODULE_NOT_FOUND"),
        ("#other", inside, "ERR_PACKAGE_IMPORT_NOT_DEFINED"),
        ("#", inside, "ERR_INVALID_MODULE_SPECIFIER"),
    ] {
        assert_eq!(code(asked(root, request, from)), refused, "{request} from {from}");
    }
}

#[test]
fn nothing_outside_of_node_modules_is_read() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    write(
        root,
        &[
            ("shop/secret.json", "{}"),
            ("shop/helper.js", ""),
            ("shop/node_modules/a/index.js", ""),
            ("shop/node_modules/up/package.json", r#"{"main": "../../secret.json"}"#),
        ],
    );
    let packages = Packages::beside(&root.join("shop"));
    let real = root.canonicalize().unwrap();
    for request in ["../../secret.json", "../../../shop/secret", "/etc/hostname"] {
        assert_eq!(code(asked(root, request, "shop/node_modules/a/index.js")), "MODULE_NOT_FOUND", "{request}");
    }
    assert_eq!(code(asked(root, "./helper", "shop")), "MODULE_NOT_FOUND");
    assert_eq!(code(asked(root, "up", "shop")), "MODULE_NOT_FOUND");
    assert_eq!(packages.bytes(&real.join("shop/secret.json")), Err("ENOENT"));
    assert_eq!(packages.bytes(Path::new("/etc/hostname")), Err("ENOENT"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_tree_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    write(
        root,
        &[
            ("shop/packages/mine/index.js", ""),
            ("shop/packages/mine/deep/x.js", ""),
            ("shop/node_modules/.store/dep/index.js", ""),
            ("elsewhere/index.js", ""),
            ("shop/secret.json", "{}"),
        ],
    );
    let modules = root.join("shop/node_modules");
    symlink(root.join("shop/packages/mine"), modules.join("mine")).unwrap();
    symlink(".store/dep", modules.join("dep")).unwrap();
    symlink(root.join("elsewhere"), modules.join("elsewhere")).unwrap();
    symlink(root.join("shop"), modules.join("shop")).unwrap();
    assert_eq!(asked(root, "mine", "shop").as_deref(), Ok("node_modules/mine/index.js"));
    assert_eq!(asked(root, "mine/deep/x", "shop").as_deref(), Ok("node_modules/mine/deep/x.js"));
    assert_eq!(asked(root, "dep", "shop").as_deref(), Ok("node_modules/.store/dep/index.js"));
    assert_eq!(code(asked(root, "elsewhere/index.js", "shop")), "ERR_ACCESS_DENIED");
    assert_eq!(code(asked(root, "shop/secret.json", "shop")), "ERR_ACCESS_DENIED");
}
