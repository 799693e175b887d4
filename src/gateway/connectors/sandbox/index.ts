import type { Connector } from '../connector.ts';
import { createContactMedia } from './media/contact-media.ts';
import { assembleSandbox, type SandboxOptions } from './sandbox.ts';

export type { Request as PermissionRequest } from './asking.ts';
export type { EarlierLife } from './cast.ts';
export { checkScenarioMedia } from './check-media.ts';
export { colleaguesOf } from './colleagues.ts';
export { loadScenario } from './load-scenario.ts';
export type { SandboxOptions } from './sandbox.ts';

/**
 * Simulated contacts that behave as a scenario says and have real media: they ring, speak and listen over Opus in DTLS-SRTP on
 * 127.0.0.1. How to write a scenario: docs/scenarios.md.
 *
 * Answers of a Result: `answer` with `invalid` leaves the call ringing, any other failure means that it is over. `hangUp`,
 * `reject` and a failed `answer` are followed by no event about that call. Video calls have VP8 beside the sound.
 */
export function createSandboxConnector(options: SandboxOptions): Connector {
  const media = createContactMedia({
    directory: options.scenarioDirectory,
    clock: options.clock,
    log: options.log,
    monotonicNow: () => performance.now(),
  });
  return assembleSandbox(options, media);
}
