import { useEffect, useEffectEvent } from 'react';
import { isTextField } from '../../hooks/focus.ts';
import { useActions, useModel } from '../../hooks/use-model.ts';
import { activeCall } from '../../state/session.ts';
import { runShortcut, type WindowCommands } from './commands.ts';
import { matchShortcut, releases } from './match.ts';
import { chordOf } from './table.ts';

/** Listens for every shortcut of the table as long as the window is shown. */
export function useShortcuts(commands: WindowCommands): void {
  const model = useModel();
  const actions = useActions();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    // Alt and an arrow key open the list of a list box.
    if (event.altKey && event.target instanceof HTMLSelectElement) return;
    const { platform } = model.session.get();
    // A letter chooses in a list box, too.
    const takesLetters = isTextField(event.target) || event.target instanceof HTMLSelectElement;
    const id = matchShortcut(event, platform, takesLetters);
    if (id === null || !runShortcut(id, model, actions, commands)) return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** Held down while muted: the agent is heard until the keys are let go or the window loses the keyboard. */
export function usePushToTalk(): void {
  const { session } = useModel();
  const actions = useActions();
  const onKeyDown = useEffectEvent((event: KeyboardEvent): string | null => {
    const { platform } = session.get();
    if (matchShortcut(event, platform, false) !== 'talk') return null;
    const call = activeCall(session.get());
    if (call === null || call.phase !== 'active') return null;
    event.preventDefault();
    if (event.repeat || !call.muted) return null;
    actions.mute(call.id, false);
    return call.id;
  });
  const onRelease = useEffectEvent((callId: string) => actions.mute(callId, true));
  const isRelease = useEffectEvent((event: KeyboardEvent) => releases(chordOf('talk', session.get().platform), event));
  useEffect(() => {
    let talking: string | null = null;
    const stop = (): void => {
      if (talking !== null) onRelease(talking);
      talking = null;
    };
    const down = (event: KeyboardEvent): void => {
      talking = onKeyDown(event) ?? talking;
    };
    const up = (event: KeyboardEvent): void => {
      if (isRelease(event)) stop();
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', stop);
    return () => {
      stop();
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', stop);
    };
  }, []);
}
