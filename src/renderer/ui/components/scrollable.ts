/** For a box that scrolls and may have nothing to focus in it: without this the keyboard could not scroll it. */
export const scrollable = { tabIndex: 0 } as const;
