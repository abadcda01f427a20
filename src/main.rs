//! The `loginscope` program: parses the command line and hands over to [`loginscope::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    loginscope::cli::main()
}
