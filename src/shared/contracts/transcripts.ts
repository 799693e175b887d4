/** What the local engine is about, as the settings show it. */

/** Why nothing can be written down on this computer. `folder` is the one that was set. */
export type SpeechModelFlaw =
  /** none was chosen */
  | { readonly code: 'no-folder' }
  /** it is not there, or may not be read */
  | { readonly code: 'unreadable'; readonly folder: string }
  /** no model of a kind that is known here */
  | { readonly code: 'no-model'; readonly folder: string }
  /** a part of the model, by the name that it would have */
  | { readonly code: 'missing'; readonly folder: string; readonly file: string }
  /** all is there, but the engine cannot load it or fails again and again */
  | { readonly code: 'unusable'; readonly folder: string };

export interface TranscriptsView {
  /** `paused`: a call rings or is up, or was until a moment ago. `offline`: the next one is at the gateway, which cannot be reached. */
  readonly state: 'off' | 'flawed' | 'idle' | 'working' | 'paused' | 'offline';
  /** Messages still to be written down, with the one in work. */
  readonly waiting: number;
  /** Only with `flawed`. */
  readonly flaw: SpeechModelFlaw | null;
}
