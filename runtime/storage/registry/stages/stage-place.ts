import type { StageStorage } from "../../storage.ts";
import type { Repository } from "../image-reference.ts";

/** A repository that holds stages. */
export interface StagePlace {
  readonly repository: Repository;
  readonly storage: StageStorage;
}
