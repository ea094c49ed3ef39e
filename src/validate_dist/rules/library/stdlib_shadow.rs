//! A wheel installs a module of the standard library's name.
use crate::rule::{About, Change, Example, Findings, Rule, Severity};
use crate::source::Place;
use crate::validate_dist::Library;
use crate::validate_dist::{Top, module_name};

/// The modules of the standard library of any Python from 3.8 to 3.14, without private ones, and without `test`, which
/// has a rule of its own. Source: `sys.stdlib_module_names` and the lists of removed modules.
const NAMES: &str = "\
    abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii \
    binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys \
    compileall compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses \
    dataclasses datetime dbm decimal difflib dis distutils doctest dummy_threading email encodings ensurepip enum errno \
    faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc genericpath getopt getpass \
    gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io \
    ipaddress itertools json keyword lib2to3 linecache locale logging lzma macpath mailbox mailcap marshal math \
    mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode \
    operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix \
    posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline \
    reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib \
    sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep \
    struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap \
    this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types \
    typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml \
    xmlrpc zipapp zipfile zipimport zlib zoneinfo";

pub(super) const RULE: Rule<Library> = Rule {
    about: About {
        name: "stdlib-shadow",
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "A wheel installs a module of the standard library's name",
        why: "Python looks into its own library first, so the module is never imported; where `site-packages` comes first, everything that needs the real one breaks.",
        fix: "Rename the module.",
        from: &["Python"],
        bad: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("queue.py", "")],
        },
        good: Example::Dist {
            name: "demo-1.0-py3-none-any.whl",
            changes: &[Change::Write("demo/queue.py", "")],
        },
    },
    check,
};

fn check(facts: &Library, findings: &mut Findings) {
    for name in facts.modules() {
        if !NAMES.split_ascii_whitespace().any(|known| known == name) {
            continue;
        }
        let of_it = |top: &&Top<'_>| top.name == name || module_name(top.name) == Some(name);
        let tops = facts.tops();
        let finding = findings.push(format!(
            "the wheel installs `{name}`, which is a module of the standard library"
        ));
        for top in tops.iter().filter(of_it) {
            finding.at(Place::member(facts.path.clone(), top.member));
        }
        finding.help("rename the module, or move it into the package");
    }
}
