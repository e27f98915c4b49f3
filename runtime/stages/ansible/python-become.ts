/** What sudo would do, for images that have none: \`become_user\` of a task. Only the options that Ansible gives are known. */
export const pythonBecome = `import os, pwd, sys

args = sys.argv[1:]
user = "root"
while args and args[0].startswith("-"):
    if args.pop(0) == "-u":
        user = args.pop(0)
try:
    entry = pwd.getpwuid(int(user[1:])) if user.startswith("#") else pwd.getpwnam(user)
except (KeyError, ValueError):
    sys.exit("there is no user %s in the image" % user)
os.initgroups(entry.pw_name, entry.pw_gid)
os.setgid(entry.pw_gid)
os.setuid(entry.pw_uid)
os.environ.update(HOME=entry.pw_dir, USER=entry.pw_name, LOGNAME=entry.pw_name)
os.execvp(args[0], args)
`;
