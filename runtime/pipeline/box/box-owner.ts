import type { Box } from "../../engine/boxes.ts";
import { readBoxFile } from "./read-box-file.ts";
import type { Owner } from "./source-entries.ts";

/** The numbers of the user that a box runs as: the source has to be his. wercker's boxes had to run as root (spec §3.4). */
export async function boxOwner(box: Box): Promise<Owner> {
  const { user } = await box.state();
  const [name = "", group = ""] = user.split(":");
  if (name === "" || name === "root" || name === "0") return { uid: 0, gid: Number(group) || 0 };
  if (/^\d+$/.test(name)) return { uid: Number(name), gid: Number(group) || 0 };
  const passwd = (await readBoxFile(box, "/etc/passwd"))?.toString("utf8") ?? "";
  const [, , uid, gid] =
    passwd
      .split("\n")
      .map((line) => line.split(":"))
      .find(([found]) => found === name) ?? [];
  return { uid: Number(uid) || 0, gid: Number(/^\d+$/.test(group) ? group : gid) || 0 };
}
