/**
 * Whether a free-form message may be sent now (product.md, rules: the service window).
 *
 * @param until instant at which the window ends, milliseconds since 1970; null: it is closed
 */
export const isServiceWindowOpen = (until: number | null, now: number): boolean => until !== null && now < until;
