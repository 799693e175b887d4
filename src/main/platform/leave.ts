export interface LeaveOptions {
  readonly isInCall: () => boolean;
  /** Asks whether the call shall end with the app. */
  readonly confirm: () => Promise<boolean>;
  readonly quit: () => void;
  /** The agent would rather go on talking. */
  readonly stay: () => void;
}

/**
 * The agent wants to end the app, by key, tray or window. A slip of the finger must not cost a call: in one it is asked first, once at a time. Whatever
 * ends the app otherwise (a signal, the system going down) does not ask.
 */
export function createLeave({ isInCall, confirm, quit, stay }: LeaveOptions): () => Promise<void> {
  let isAsking = false;
  return async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      if (!isInCall() || (await confirm())) quit();
      else stay();
    } finally {
      isAsking = false;
    }
  };
}
