//! What the platform's container has beside the script: its Node, its modules.

use std::sync::Arc;

use crate::connection::{Drivers, Runtime};
use crate::packages::Packages;

/// What the platform's container has beside the script. The default is the platform's current Node with the modules
/// built in here, and no packages.
#[derive(Clone, Debug)]
pub struct Container {
    /// The platform's Node.
    pub runtime: Runtime,
    /// Whose modules `require` gives where both we and npm have one.
    pub drivers: Drivers,
    /// The packages beside the connection.
    pub packages: Arc<Packages>,
    /// `request` need not be required from Node 16 on either (X5).
    pub request_is_global: bool,
}

impl Default for Container {
    fn default() -> Self {
        let packages = Arc::new(Packages::none());
        Self { runtime: Runtime::default(), drivers: Drivers::default(), packages, request_is_global: false }
    }
}
