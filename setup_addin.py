"""Set up, try and test SalesPlan for Excel with nothing but Python.

    python setup_addin.py demo     a sample company's annual plan, decomposed and compared with its actuals
    python setup_addin.py test     everything that continuous integration runs
    python setup_addin.py build    the add-in for Excel, SalesPlan.xlam
    python setup_addin.py install  the add-in into this user's Excel (Windows, Mac); also updates it
    python setup_addin.py status   what is installed, and what blocks it
    python setup_addin.py uninstall
    python setup_addin.py bench    the speed of the main jobs, as ratios

The first three and bench use a private environment, made in .venv on first use; install has one of its own in
the user's folders, takes everything from a folder with --wheels DIR, and with --dry-run tells its steps and
changes nothing. Only Python packages are downloaded, with pip's own settings. This file uses the standard
library alone and runs far enough on an old Python to say that it is too old.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(ROOT, ".venv")
OLDEST = (3, 11)
COMMANDS = {
    "demo": ("", ["-m", "salesplan_xl.demo"]),
    "test": ("dev", [os.path.join("tests", "check_all.py")]),
    "build": ("", ["-m", "salesplan_xl.addin.commands", "build"]),
    "install": (None, ["-m", "salesplan_xl.addin.setup", "install", "--release", ROOT]),
    "status": (None, ["-m", "salesplan_xl.addin.setup", "status"]),
    "uninstall": (None, ["-m", "salesplan_xl.addin.setup", "uninstall"]),
    "bench": ("dev", ["-m", "tests.bench"]),
}


def stop(english, chinese):
    """Say what is wrong and what to do, in both languages, and end."""
    for text in (english, chinese):
        try:
            sys.stderr.write(text + "\n")
        except UnicodeEncodeError:
            pass
    sys.exit(1)


def check_python():
    if sys.version_info < OLDEST:
        found = "%d.%d" % sys.version_info[:2]
        stop(
            "Python %s is too old: SalesPlan needs Python 3.11 or newer. Install it from python.org and run "
            "this command with it." % found,
            "Python %s 版本过低：SalesPlan 需要 Python 3.11 或更新版本。请从 python.org 安装后再运行本命令。"
            % found,
        )


def check_folder():
    probe = os.path.join(ROOT, ".writable-%d" % os.getpid())
    try:
        with open(probe, "w"):
            pass
        os.remove(probe)
    except OSError:
        stop(
            "The folder %s cannot be written to. Copy the project to a folder of your own and try again."
            % ROOT,
            "文件夹 %s 无法写入。请把项目复制到您自己的文件夹后重试。" % ROOT,
        )


def python_of_environment():
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(ENVIRONMENT, folder, name)


def fingerprint(extra):
    """What an installation depends on: the project's declaration, the extra, the Python and the place."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        parts = [file.read(), extra.encode(), sys.version.encode(), ROOT.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def prepare(extra):
    """Make the environment and install the project into it, unless that was done already."""
    mark = os.path.join(ENVIRONMENT, "installed")
    enough = (fingerprint("dev"), fingerprint(extra))
    if os.path.exists(python_of_environment()) and os.path.exists(mark):
        with open(mark) as file:
            if file.read() in enough:
                return
    print("Preparing .venv (first use: a few minutes) / 正在准备 .venv（首次使用，需几分钟）…")
    sys.stdout.flush()
    runs = os.path.exists(python_of_environment()) and not subprocess.call(
        [python_of_environment(), "-c", ""]
    )
    if not runs and subprocess.call([sys.executable, "-m", "venv", "--clear", ENVIRONMENT]):
        stop(
            "Python could not make an environment in .venv. On Debian or Ubuntu install the package "
            "python3-venv, then try again.",
            "无法在 .venv 中创建环境。Debian 或 Ubuntu 请先安装 python3-venv，然后重试。",
        )
    target = ROOT + ("[%s]" % extra if extra else "")
    install = [python_of_environment(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*install, "--editable", target]):
        stop(
            "The Python packages could not be installed (pip's own words are above). If the package index is "
            "out of reach, check the network or point pip at a mirror of yours (pip config set "
            "global.index-url ADDRESS), then try again.",
            "Python 包安装失败（上方为 pip 的提示）。若无法连接软件源，请检查网络，或为 pip 设置可用的镜像"
            "（pip config set global.index-url 地址），然后重试。",
        )
    with open(mark, "w") as file:
        file.write(fingerprint(extra))


def run_by_this_python(command):
    """Run what needs no environment: from the source, or from the wheel of a release folder."""
    wheels = os.path.join(ROOT, "wheels")
    names = os.listdir(wheels) if os.path.isdir(wheels) else []
    own = sorted(name for name in names if name.startswith("salesplan_xl-"))
    place = os.path.join(wheels, own[-1]) if own else ROOT
    environment = dict(os.environ, PYTHONUTF8="1", PYTHONPATH=place)
    return subprocess.call([sys.executable, "-B", "-P", *command], env=environment)


def main(arguments):
    check_python()
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments and arguments[0] in ("-h", "--help", "help") else 2
    extra, command = COMMANDS[arguments[0]]
    if extra is None:
        return run_by_this_python([*command, *arguments[1:]])
    check_folder()
    prepare(extra)
    environment = dict(os.environ, PYTHONUTF8="1")
    return subprocess.call([python_of_environment(), *command, *arguments[1:]], cwd=ROOT, env=environment)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
