/** Small things that belong to the window alone (drafts, folded panels). A storage that refuses is no storage. */
export interface TextStorage {
  readonly read: <Value>(key: string, isValid: (value: unknown) => value is Value, fallback: Value) => Value;
  /** null removes. */
  readonly write: (key: string, value: unknown) => void;
}

export function createTextStorage(storage: Storage): TextStorage {
  return {
    read: (key, isValid, fallback) => {
      try {
        const text = storage.getItem(key);
        const value: unknown = text === null ? null : JSON.parse(text);
        return isValid(value) ? value : fallback;
      } catch {
        return fallback;
      }
    },
    write: (key, value) => {
      try {
        if (value === null) storage.removeItem(key);
        else storage.setItem(key, JSON.stringify(value));
      } catch {
        // A full or forbidden storage costs a draft after a reload, nothing else.
      }
    },
  };
}
