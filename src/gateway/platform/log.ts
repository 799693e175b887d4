/** Where the gateway writes what happened. Texts are English and hold no secrets, message texts or media descriptions. */
export interface GatewayLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}
