/** What is unpacked: Ansible with the collections of its community, Python, and what modules need that images may lack. */
export const ansiblePackages: readonly string[] = [
  ...[
    "ansible-core",
    "ansible",
    "python3-apt",
    "python3-pkg-resources",
    "libc-bin",
    "tar",
    "unzip",
    "passwd",
    "patchelf",
  ],
];

/** Where the toolchain is mounted; the paths of its interpreter and libraries are fixed to it. */
export const ansiblePath = "/.builder/ansible";

/** The collections that hold supported modules which ansible-core has not. */
const collections = ["community/general", "community/crypto", "ansible/posix"];

/** Names of modules that ansible-core redirects supported ones to. */
const redirected = ["x509_certificate"];

/**
 * Shell text for the host (Debian or Ubuntu): makes `$1/toolchain.tar.gz` of the packages of this system's own release, which
 * are resolved as for an empty system and unpacked into a folder: nothing is installed. `$2` is the manifest. Prints what it is
 * doing.
 */
export function ansibleRecipe(modules: readonly string[]): string {
  const collectionPaths = collections
    .map((name) => `./usr/lib/python3/dist-packages/ansible_collections/${name}`)
    .join(" ");
  return `set -eu
umask 022
work=$1
manifest=$2
root=$work/root
out=$work/toolchain
mkdir -p "$work/packages/partial" "$root" "$out/bin" "$out/lib/locale" "$out/lib/ossl-modules"

echo "downloading Ansible's packages"
: > "$work/status"
apt-get -qq -y -o Debug::NoLocking=1 -o APT::Sandbox::User= -o APT::Install-Recommends=0 \\
  -o Dir::State::status="$work/status" -o Dir::Cache::archives="$work/packages" \\
  --download-only install ${ansiblePackages.join(" ")}

echo "unpacking them"
for package in "$work"/packages/*.deb; do
  case $package in
    # Of 290 MB of collections, 3 are needed.
    */ansible_*) dpkg-deb --fsys-tarfile "$package" | tar -C "$root" -x ${collectionPaths} ;;
    *) dpkg-deb -x "$package" "$root" ;;
  esac
done

echo "putting the toolchain together"
python=$(basename "$(ls -d "$root"/usr/lib/python3.[0-9]*)")
loader=$(basename "$(ls "$root"/lib64/ld-linux-*.so.* "$root"/lib/ld-linux-*.so.* 2> /dev/null | head -n 1)")
loader_path=$(ls "$root"/lib64/"$loader" "$root"/lib/"$loader" 2> /dev/null | head -n 1)
libraries=$(dirname "$(find "$root/usr/lib" -name 'libcrypto.so.*' | head -n 1)")
system=$root/lib/$(basename "$libraries")
run() { "$loader_path" --library-path "$libraries:$system" "$@"; }

cp -L "$loader_path" "$out/lib/"
cp -L "$root/usr/bin/$python" "$out/bin/python3"
find "$root" -path '*/bin/tar' -type f -exec cp {} "$out/bin/gtar" ';'
cp -L "$root/usr/bin/unzip" "$out/bin/unzip"
cp -L "$root/usr/bin/zipinfo" "$out/bin/zipinfo"
for program in useradd usermod userdel groupadd groupmod groupdel; do cp "$root/usr/sbin/$program" "$out/bin/"; done
cp -RP "$root/usr/lib/$python" "$out/lib/"
(cd "$out/lib/$python"
 rm -rf test idlelib tkinter turtledemo ensurepip lib2to3 pydoc_data unittest venv config-* EXTERNALLY-MANAGED
 # Debian's leads out of the folder. Ansible hands the utilities of its modules to the interpreter as source, with each
 # task; here they are, and compiled.
 rm -f sitecustomize.py
 cat > sitecustomize.py << 'END'
import os, sys
from importlib.machinery import PathFinder


class Utilities:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if not name.endswith(".module_utils") or not name.startswith("ansible"):
            return None
        folder = os.path.join(sys.prefix, "lib/python3/dist-packages", *name.split(".")[:-1])
        return PathFinder.find_spec(name, [folder])


sys.meta_path.insert(0, Utilities)
END
)
mkdir "$out/lib/python3"
site=$out/lib/python3/dist-packages
cp -RP "$root/usr/lib/python3/dist-packages" "$site"
rm -rf "$site/ansible_test" "$site/ansible_collections" "$site/lib2to3" "$site"/*-stubs
cp -RL "$(find "$root/usr/lib/locale" -maxdepth 1 -iname 'C.utf*8')" "$out/lib/locale/C.utf8"
cp "$libraries"/ossl-modules/*.so "$out/lib/ossl-modules/"

for collection in ${collections.join(" ")}; do
  from=$root/usr/lib/python3/dist-packages/ansible_collections/$collection
  to=$site/ansible_collections/$collection
  mkdir -p "$to/plugins/modules" "$to/meta"
  cp -RL "$from/plugins/module_utils" "$to/plugins/"
  cp "$from/meta/runtime.yml" "$to/meta/"
  for module in ${[...modules, ...redirected].join(" ")}; do
    if [ -e "$from/plugins/modules/$module.py" ]; then cp -L "$from/plugins/modules/$module.py" "$to/plugins/modules/"; fi
  done
done

{ find "$out/bin" -type f; find "$out" -name '*.so'; } | while read -r file; do
  "$loader_path" --library-path "$libraries:$system" --list "$file"
done | awk '$2 == "=>" && $3 ~ /^\\// { print $3 }' | sort -u | while read -r library; do
  cp -L "$library" "$out/lib/"
done

for program in "$out"/bin/*; do
  run "$root/usr/bin/patchelf" --set-interpreter ${ansiblePath}/lib/"$loader" --force-rpath --set-rpath ${ansiblePath}/lib "$program"
done

echo "compiling it"
"$out/lib/$loader" --library-path "$out/lib" "$out/bin/python3" -I - "$out" "$libraries" << 'END'
import compileall, os, sys
from py_compile import PycInvalidationMode
out, libraries = sys.argv[1:]
# OpenSSL looks for its providers at a fixed path, and cryptography refuses to start without the legacy one.
crypto = next(os.path.join(out, "lib", name) for name in os.listdir(out + "/lib") if name.startswith("libcrypto.so"))
old = ("/usr/lib/" + os.path.basename(libraries) + "/ossl-modules").encode() + b"\\0"
new = b"${ansiblePath}/lib/ossl-modules\\0"
with open(crypto, "rb") as file:
    content = file.read()
with open(crypto, "wb") as file:
    file.write(content.replace(old, new.ljust(len(old), b"\\0")))
# Compiled now: the folder is read-only later, and compiling costs more than running.
for folder in sorted(os.listdir(out + "/lib")):
    if folder.startswith("python3"):
        compileall.compile_dir(
            os.path.join(out, "lib", folder), quiet=2, stripdir=out, prependdir="${ansiblePath}",
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
END

echo "packing it"
printf '%s' "$manifest" > "$out/manifest.json"
tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$work/toolchain.tar" manifest.json bin lib
gzip -n -6 "$work/toolchain.tar"
`;
}
