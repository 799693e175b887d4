import { ok, type Result } from '#shared/result.ts';
import { type CallTap, createCallTap } from './call-tap.ts';
import type { Level } from './level-windows.ts';
import type { Microphone, MicrophoneLease } from './microphone.ts';
import type { SilentContext } from './silent-context.ts';

/** The level meter of the settings page: what the microphone hears, outside of any call. */
export interface Meter {
  /** `microphone`: none can be had. */
  set(on: boolean): Promise<Result<null>>;
}

export function createMeter(microphone: Microphone, silent: SilentContext, report: (level: Level) => void): Meter {
  let wanted = false;
  let lease: MicrophoneLease | null = null;
  let tap: CallTap | null = null;

  const close = (): void => {
    tap?.close();
    tap = null;
    lease?.release();
    lease = null;
  };

  const open = async (): Promise<Result<null>> => {
    const acquired = await microphone.acquire();
    if (!acquired.ok) return acquired;
    if (!wanted || lease !== null) {
      acquired.value.release();
      return ok(null);
    }
    const opened = acquired.value;
    const metering = createCallTap(silent, { level: report });
    metering.setAgent(opened.track());
    opened.onChanged = (track) => {
      metering.setAgent(track);
      return Promise.resolve();
    };
    lease = opened;
    tap = metering;
    return ok(null);
  };

  return {
    set: (on) => {
      wanted = on;
      if (on) return lease === null ? open() : Promise.resolve(ok(null));
      close();
      return Promise.resolve(ok(null));
    },
  };
}
