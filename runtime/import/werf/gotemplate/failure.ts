/** What a function throws where Go's returns an error or panics; the executor adds the place and makes it a BuilderError. */
export class GoFailure extends Error {
  override readonly name = "GoFailure";
}
