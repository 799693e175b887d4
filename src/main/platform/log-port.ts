/** What a module of main gets passed in to log with. Texts are English and carry no secrets and no message contents. */
export interface MainLog {
  info(text: string, details?: Readonly<Record<string, unknown>>): void;
  warn(text: string, details?: Readonly<Record<string, unknown>>): void;
  error(text: string, details?: Readonly<Record<string, unknown>>): void;
}
