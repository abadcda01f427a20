//! `[store]` and `[[faults]]`: what answers as the legacy store, and how it fails.

use std::path::{Path, PathBuf};

use toml::de::DeValue;

use super::SettingsFile;
use crate::connection::error::LoadError;
use crate::connection::toml_text::{json, Item, TomlText};
use crate::legacy::faults::{Fault, FaultError, FaultKind};
use crate::legacy::live::dry_run::NotAllowed;

impl SettingsFile {
    pub(super) fn store(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>, folder: &Path) -> Result<(), LoadError> {
        let paths = match item.key {
            "seeds" => &mut self.settings.seeds,
            "routes" => &mut self.settings.routes,
            "live" => return self.live(toml, item),
            _ => return Err(toml.unknown(item, &["seeds", "routes", "live"])),
        };
        *paths = toml.strings(item)?.iter().map(|written| folder.join(written)).collect::<Vec<PathBuf>>();
        Ok(())
    }

    fn live(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        for item in toml.table(item)? {
            if item.key != "allow" {
                return Err(toml.unknown(&item, &["allow"]));
            }
            let read =
                |text: String| text.parse().map_err(|error: NotAllowed| toml.wrong(&item, &format!(": {error}")));
            self.settings.allow = toml.strings(&item)?.into_iter().map(read).collect::<Result<_, _>>()?;
        }
        Ok(())
    }

    pub(super) fn faults(&mut self, toml: &TomlText<'_>, item: &Item<'_, '_>) -> Result<(), LoadError> {
        let wrong = || toml.wrong(item, "is not a list of tables; write each fault under [[faults]]");
        let DeValue::Array(tables) = item.value.get_ref() else { return Err(wrong()) };
        for table in tables.iter() {
            let DeValue::Table(table) = table.get_ref() else { return Err(wrong()) };
            let mut fault = Fault::new(FaultKind::Refused);
            let mut named = false;
            for part in toml.items(table, &item.full) {
                let number = || {
                    let number = json(part.value.get_ref()).as_u64();
                    number.ok_or_else(|| toml.wrong(&part, "is no whole number"))
                };
                match part.key {
                    "kind" => {
                        let said = |error: FaultError| toml.wrong(&part, &format!("cannot be: {error}"));
                        fault.kind = toml.string(&part)?.parse().map_err(said)?;
                        named = true;
                    }
                    "where" => fault.place = Some(toml.string(&part)?),
                    "nth" => fault.nth = Some(u32::try_from(number()?).unwrap_or(u32::MAX)),
                    "ms" => fault.ms = Some(number()?),
                    _ => return Err(toml.unknown(&part, &["kind", "where", "nth", "ms"])),
                }
            }
            if !named {
                return Err(toml.wrong(item, "holds a fault without a kind; write for example kind = \"refused\""));
            }
            let said = |error: FaultError| toml.wrong(item, &format!("cannot be: {error}"));
            self.settings.faults.push(fault.checked().map_err(said)?);
        }
        Ok(())
    }
}
