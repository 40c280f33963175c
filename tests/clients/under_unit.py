"""Runs a server under the restrictions of its systemd unit, on a machine where systemd does not run.

usage: under_unit.py UNIT BINARY LOGS [ARGUMENT...]

Applies what the unit says of user, capabilities, new privileges, file system, system calls, address families and memory
that is writable and executable. LOGS stands in for the folder of LogsDirectory. Exits with 77 where the machine does not
let it, and says what it lacks.
"""

import ctypes
import os
import socket
import subprocess
import sys
from pathlib import Path

unit_file, binary, logs, *arguments = sys.argv[1:]
NOBODY = 65534
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
CLONE_NEWNS, CLONE_NEWIPC = 0x20000, 0x08000000
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_DUMPABLE = 24, 38, 4
ALLOW, ERRNO_EPERM = 0x7FFF0000, 0x00050000 | 1
EQUAL, MASKED_EQUAL = 4, 7
WRITE_AND_EXECUTE, EXECUTE = 6, 4

libc = ctypes.CDLL(None, use_errno=True)


def checked(result, what):
    if result != 0:
        print(f"{what}: {os.strerror(ctypes.get_errno())}", file=sys.stderr)
        raise SystemExit(77)


def settings():
    found = {}
    for line in Path(unit_file).read_text().splitlines():
        if "=" in line and not line.startswith(("#", "[")):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def members(group):
    """The system calls of a group, those of its groups included, as systemd itself lists them."""
    text = subprocess.run(
        ["systemd-analyze", "syscall-filter", group], check=True, capture_output=True, text=True
    ).stdout
    calls = set()
    for line in text.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            calls |= members(word)
        elif word and not word.startswith("#"):
            calls.add(word)
    return calls


def allowed_calls(filters):
    calls = set()
    for line in filters:
        deny, names = line.startswith("~"), line.lstrip("~").split()
        for name in names:
            those = members(name) if name.startswith("@") else {name}
            calls = calls - those if deny else calls | those
    return calls


def mount(source, target, kind, flags, data=None):
    encode = lambda text: text.encode() if text is not None else None
    result = libc.mount(encode(source), encode(target), encode(kind), flags, encode(data))
    checked(result, f"mount {target}")


def own_files():
    """ProtectSystem=strict, ProtectHome, PrivateTmp and LogsDirectory."""
    checked(libc.unshare(CLONE_NEWNS | CLONE_NEWIPC), "unshare")
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    # Kept open, because what stands over it below hides it.
    folder = os.open(logs, os.O_PATH | os.O_DIRECTORY)
    program = os.open(binary, os.O_PATH)
    mount("tmpfs", "/var/log", "tmpfs", MS_NOSUID | MS_NODEV)
    os.mkdir("/var/log/mcp-defectdojo")
    Path("/var/log/program").touch()
    mount(f"/proc/self/fd/{folder}", "/var/log/mcp-defectdojo", None, MS_BIND)
    mount(f"/proc/self/fd/{program}", "/var/log/program", None, MS_BIND)
    for place in ("/home", "/root", "/tmp", "/var/tmp"):
        mount("tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777" if "tmp" in place else "mode=000")
    mount(None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY)


def no_rights():
    """User, CapabilityBoundingSet and NoNewPrivileges."""
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for capability in range(last + 1):
        checked(libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0), "capabilities")
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")


class Comparison(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("operator", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def few_calls(unit):
    """SystemCallFilter, RestrictAddressFamilies and MemoryDenyWriteExecute."""
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(ERRNO_EPERM))

    def allow(name, *comparisons):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            rules = (Comparison * len(comparisons))(*comparisons)
            seccomp.seccomp_rule_add_array(context, ALLOW, number, len(comparisons), rules)

    families = [getattr(socket, name) for name in unit["RestrictAddressFamilies"][0].split()]
    for name in allowed_calls(unit["SystemCallFilter"]):
        if name == "socket":
            for family in families:
                allow(name, Comparison(0, EQUAL, family, 0))
        elif name == "mmap":
            for protection in (0, 2, 4):
                allow(name, Comparison(2, MASKED_EQUAL, WRITE_AND_EXECUTE, protection))
        elif name in ("mprotect", "pkey_mprotect"):
            allow(name, Comparison(2, MASKED_EQUAL, EXECUTE, 0))
        else:
            allow(name)
    # The unit's own process is begun by the service manager: execve is what begins it here.
    checked(seccomp.seccomp_load(context), "system call filter")


unit = settings()
environment = {
    **dict(line.split("=", 1) for line in unit["Environment"]),
    **os.environ,
}
own_files()
no_rights()
os.umask(0o077)
os.chdir("/")
few_calls(unit)
os.execve("/var/log/program", ["mcp-defectdojo", *(arguments or ["serve"])], environment)
