//! Where this program's files are: the folders of the platform, as the environment sets them.
//!
//! Must not create, read or write any of them. The only room that asks the environment for places.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// This program's folder in each of the platform's.
const OURS: &str = "catcow";

/// The folders of one person; none of them need exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Where she is at home: what `~` stands for.
    pub home: PathBuf,
    /// What she has written herself: settings, exercises of her own.
    pub config: PathBuf,
    /// What is not to be lost: the history.
    pub data: PathBuf,
    /// What the program remembers from one run to the next, and its log.
    pub state: PathBuf,
    /// What can be made again.
    pub cache: PathBuf,
}

/// Why the folders are not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathsError {
    /// There is no home folder.
    #[error("no home folder is known, so nothing can be kept; set HOME to the full path of yours")]
    NoHome,
    /// The home folder depends on where the program was started.
    #[error("the home folder {0:?} is not a full path, so nothing can be kept; set HOME to one that begins with a /")]
    RelativeHome(PathBuf),
}

/// Returns the folder for what need not last, which may be everybody's.
pub fn temporary() -> PathBuf {
    std::env::temp_dir()
}

impl Folders {
    /// Finds the folders of the person who runs the program.
    ///
    /// On Linux and the BSDs these are the XDG folders, where a variable without a full path counts as unset.
    ///
    /// # Errors
    /// When there is no home folder, or not by a full path.
    pub fn of_user() -> Result<Self, PathsError> {
        let places = etcetera::base_strategy::choose_native_strategy().map_err(|_| PathsError::NoHome)?;
        let custom = if cfg!(target_vendor = "apple") {
            Custom::Apple
        } else if cfg!(windows) {
            Custom::Windows
        } else {
            Custom::Xdg
        };
        Self::from_places(&places, custom)
    }

    /// Returns the folders below one, as a test or a portable copy wants them.
    pub fn below(root: &Path) -> Self {
        let folder = |name| root.join(name).join(OURS);
        Self {
            home: root.to_owned(),
            config: folder("config"),
            data: folder("data"),
            state: folder("state"),
            cache: folder("cache"),
        }
    }

    fn from_places(places: &impl BaseStrategy, custom: Custom) -> Result<Self, PathsError> {
        let home = places.home_dir();
        if !home.is_absolute() {
            return Err(PathsError::RelativeHome(home.to_owned()));
        }
        let home = home.to_owned();
        let data = places.data_dir().join(OURS);
        let cache = places.cache_dir().join(OURS);
        Ok(match custom {
            Custom::Xdg => {
                let state = places.state_dir().map_or_else(|| data.join("state"), |state| state.join(OURS));
                Self { home, config: places.config_dir().join(OURS), data, state, cache }
            }
            // Apple's folder for preferences is for files of its own making.
            Custom::Apple => Self { home, config: data.clone(), state: data.join("state"), data, cache },
            // What roams from machine to machine is what she wrote and did; the rest is of this machine.
            Custom::Windows => {
                Self { home, config: data.clone(), data, state: cache.join("state"), cache: cache.join("cache") }
            }
        })
    }
}

/// Whose custom it is where things are kept.
#[derive(Clone, Copy, Debug)]
enum Custom {
    Xdg,
    Apple,
    Windows,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places as the environment might give them.
    struct Places {
        home: &'static str,
        state: Option<&'static str>,
    }

    impl BaseStrategy for Places {
        fn home_dir(&self) -> &Path {
            Path::new(self.home)
        }
        fn config_dir(&self) -> PathBuf {
            "/c".into()
        }
        fn data_dir(&self) -> PathBuf {
            "/d".into()
        }
        fn cache_dir(&self) -> PathBuf {
            "/k".into()
        }
        fn state_dir(&self) -> Option<PathBuf> {
            self.state.map(PathBuf::from)
        }
        fn runtime_dir(&self) -> Option<PathBuf> {
            None
        }
    }

    fn folders(state: Option<&'static str>, custom: Custom) -> [String; 4] {
        let folders = Folders::from_places(&Places { home: "/h", state }, custom).expect("a full path");
        [folders.config, folders.data, folders.state, folders.cache].map(|path| path.to_string_lossy().into_owned())
    }

    #[cfg(unix)]
    #[test]
    fn each_platform_has_its_custom() {
        assert_eq!(folders(Some("/s"), Custom::Xdg), ["/c/catcow", "/d/catcow", "/s/catcow", "/k/catcow"]);
        assert_eq!(folders(None, Custom::Xdg), ["/c/catcow", "/d/catcow", "/d/catcow/state", "/k/catcow"]);
        assert_eq!(folders(None, Custom::Apple), ["/d/catcow", "/d/catcow", "/d/catcow/state", "/k/catcow"]);
        assert_eq!(folders(None, Custom::Windows), ["/d/catcow", "/d/catcow", "/k/catcow/state", "/k/catcow/cache"]);
    }

    #[test]
    fn a_home_that_depends_on_the_place_is_refused() {
        for home in ["", "home", "./home"] {
            let error = Folders::from_places(&Places { home, state: None }, Custom::Xdg);
            assert_eq!(error, Err(PathsError::RelativeHome(home.into())));
        }
    }
}
