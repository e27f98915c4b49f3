import type { EventListener } from "./report/events.ts";
import { createFileLocks } from "./storage/lock/file-locks.ts";
import type { Locks } from "./storage/lock/lock.ts";
import { parseLockService } from "./storage/lock/lock-service.ts";
import { createRedisLocks } from "./storage/lock/redis-locks.ts";
import type { Environment } from "./util/cache-dir.ts";

/** The locks that were asked for, else those of `BUILDER_LOCKS`, else of this machine alone. To be closed after use. */
export function openLocks(asked: string | undefined, environment: Environment, onEvent: EventListener): Locks {
  const fallback = createFileLocks(environment);
  const text = asked || environment.BUILDER_LOCKS;
  if (!text) return fallback;
  const service = parseLockService(text, asked ? "argument" : "environment");
  return createRedisLocks({ service, fallback, onLost: (diagnostic) => onEvent({ kind: "warning", diagnostic }) });
}
