/** The last branch of an exhaustive switch: a new case that nobody handles fails at compile time. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
