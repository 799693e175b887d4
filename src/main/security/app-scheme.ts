import type { CustomScheme } from 'electron';
import { appScheme } from './app-origin.ts';

/**
 * For `protocol.registerSchemesAsPrivileged`, to be called before the app is ready.
 * `standard` gives real origins and relative addresses, `secure` a secure context (getUserMedia, AudioWorklet), `stream` lets
 * media elements seek, `codeCache` keeps compiled scripts between starts. `bypassCSP` and `corsEnabled` stay off.
 */
export const appSchemeRegistration: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};
