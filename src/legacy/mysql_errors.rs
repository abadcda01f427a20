//! MySQL's errors by number: the names the drivers give them.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A line each: number, name.
const LIST: &str = include_str!("mysql_errors.txt");

/// The name of a number; of one that is not known what the driver says of it.
pub(super) fn name(number: u16) -> String {
    static NAMES: OnceLock<HashMap<u16, &str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let pair =
            |line: &'static str| line.split_once(' ').and_then(|(number, name)| Some((number.parse().ok()?, name)));
        LIST.lines().filter_map(pair).collect()
    });
    (*names.get(&number).unwrap_or(&"UNKNOWN_CODE_PLEASE_REPORT")).to_owned()
}

/// The number of a name, if there is such an error.
pub(super) fn number(name: &str) -> Option<u16> {
    let pair = LIST.lines().filter_map(|line| line.split_once(' ')).find(|(_, known)| *known == name);
    pair.and_then(|(number, _)| number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_name_drivers_give_it() {
        assert_eq!(name(1062), "ER_DUP_ENTRY");
        assert_eq!(name(1045), "ER_ACCESS_DENIED_ERROR");
        assert_eq!(name(9), "UNKNOWN_CODE_PLEASE_REPORT");
        assert_eq!((number("ER_DUP_ENTRY"), number("ER_NONE")), (Some(1062), None));
        assert!(LIST.lines().all(|line| line.split(' ').count() == 2));
    }
}
