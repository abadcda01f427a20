//! `host.urlParse` and its kin: the URL Standard's parser and its form encoding.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};
use url::{form_urlencoded, quirks, Url};

use crate::sandbox::bytes::Text;
use crate::sandbox::state::State;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    // (input, base or undefined) → components as JSON, undefined if invalid
    let parse = |Text(input): Text, base: Option<Text>| {
        let base = base.map(|base| Url::parse(&base.0)).transpose().ok()?;
        Url::options().base_url(base.as_ref()).parse(&input).ok().map(|url| components(&url))
    };
    host.set("urlParse", Function::new(ctx.clone(), parse)?)?;
    host.set("urlSet", Function::new(ctx.clone(), set)?)?;
    let to_ascii = |Text(domain): Text| quirks::domain_to_ascii(&domain);
    host.set("domainToAscii", Function::new(ctx.clone(), to_ascii)?)?;
    let to_unicode = |Text(domain): Text| quirks::domain_to_unicode(&domain);
    host.set("domainToUnicode", Function::new(ctx.clone(), to_unicode)?)?;

    let form_parse = |Text(text): Text| {
        let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
        serde_json::to_string(&pairs).unwrap_or_default()
    };
    host.set("formParse", Function::new(ctx.clone(), form_parse)?)?;
    let form_print = |Text(pairs): Text| {
        let pairs: Vec<(String, String)> = serde_json::from_str(&pairs).unwrap_or_default();
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    };
    host.set("formPrint", Function::new(ctx.clone(), form_print)?)
}

fn components(url: &Url) -> String {
    serde_json::json!({
        "href": quirks::href(url),
        "origin": quirks::origin(url),
        "protocol": quirks::protocol(url),
        "username": quirks::username(url),
        "password": quirks::password(url),
        "host": quirks::host(url),
        "hostname": quirks::hostname(url),
        "port": quirks::port(url),
        "pathname": quirks::pathname(url),
        "search": quirks::search(url),
        "hash": quirks::hash(url),
    })
    .to_string()
}

/// Sets one component of `href` and gives back all of them; a value the standard refuses changes nothing.
/// Undefined only if `href` is set to something invalid.
fn set(Text(href): Text, Text(component): Text, Text(value): Text) -> Option<String> {
    let mut url = Url::parse(&href).ok()?;
    let refused = match component.as_str() {
        "href" => return Url::parse(&value).ok().map(|url| components(&url)),
        "protocol" => quirks::set_protocol(&mut url, &value).err(),
        "username" => quirks::set_username(&mut url, &value).err(),
        "password" => quirks::set_password(&mut url, &value).err(),
        "host" => quirks::set_host(&mut url, &value).err(),
        "hostname" => quirks::set_hostname(&mut url, &value).err(),
        "port" => quirks::set_port(&mut url, &value).err(),
        "pathname" => {
            quirks::set_pathname(&mut url, &value);
            None
        }
        "search" => {
            quirks::set_search(&mut url, &value);
            None
        }
        "hash" => {
            quirks::set_hash(&mut url, &value);
            None
        }
        _ => Some(()),
    };
    // A refused value leaves the URL as it was.
    if refused.is_some() {
        return Url::parse(&href).ok().map(|url| components(&url));
    }
    Some(components(&url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Text {
        Text(text.to_owned())
    }

    #[test]
    fn a_refused_component_changes_nothing() {
        for (component, value) in [("port", "x"), ("host", ""), ("protocol", "5"), ("nonsense", "x")] {
            let set = set(text("https://a.example/"), text(component), text(value)).unwrap_or_default();
            assert!(set.contains(r#""href":"https://a.example/""#), "{component}: {set}");
        }
    }
}
