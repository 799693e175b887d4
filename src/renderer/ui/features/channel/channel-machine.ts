import { assign, fromPromise, type SnapshotFrom, setup } from 'xstate';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { type Failure, fail, type Result } from '#shared/result.ts';
import { type ChannelDraft, draftOf, isSame, settingsOf } from './channel-draft.ts';

interface Edit {
  readonly draft: ChannelDraft;
  /** What was in force when it was begun, or what of it was saved last. */
  readonly base: ChannelSettings;
}

interface Context {
  /** Of a channel that has no hours yet. */
  readonly timeZone: string;
  /** What the gateway told last. It lags behind what was saved. */
  readonly told: ChannelSettings;
  /** What is in force, as far as it is known here. */
  readonly known: ChannelSettings;
  /** null: nothing was edited, and a colleague's change shows. */
  readonly edit: Edit | null;
  readonly sent: ChannelSettings;
  readonly failure: Failure | null;
}

type Happening =
  | { readonly type: 'told'; readonly settings: ChannelSettings }
  | { readonly type: 'change'; readonly part: Partial<ChannelDraft> }
  | { readonly type: 'discard' }
  /** Only what has no faults. */
  | { readonly type: 'save' };

const draftIn = ({ edit, known, timeZone }: Context): ChannelDraft => edit?.draft ?? draftOf(known, timeZone);

const isDirty = ({ edit, known }: Context): boolean => edit !== null && !isSame(settingsOf(edit.draft), known);

/**
 * ```
 *             save                      saved
 *  editing ──────────▶ saving ─────────────────────────▶ saved
 *     ▲                  │ refused, or edited meanwhile    │
 *     └──────────────────┴──────────────── change ◀────────┘
 * ```
 * Nothing counts before it is saved, and what is typed while it is being saved is kept for the next time.
 */
export const createChannelMachine = (save: (settings: ChannelSettings) => Promise<Result<null>>) =>
  setup({
    types: {
      context: {} as Context,
      events: {} as Happening,
      input: {} as { readonly settings: ChannelSettings; readonly timeZone: string },
    },
    actors: { save: fromPromise<Result<null>, ChannelSettings>(({ input }) => save(input)) },
    actions: {
      forget: assign({ edit: null, failure: null }),
      edit: assign(({ context }, { part }: { part: Partial<ChannelDraft> }) => ({
        edit: { draft: { ...draftIn(context), ...part }, base: context.edit?.base ?? context.known },
        failure: null,
      })),
      settle: assign(({ context: { edit, sent } }) => ({
        known: sent,
        edit: edit === null || isSame(settingsOf(edit.draft), sent) ? null : { draft: edit.draft, base: sent },
      })),
      fail: assign((_, { failure }: { failure: Failure }) => ({ failure })),
    },
    guards: {
      isDirty: ({ context }) => isDirty(context),
      isNews: ({ context }, { settings }: { settings: ChannelSettings }) => !isSame(settings, context.told),
    },
  }).createMachine({
    context: ({ input: { settings, timeZone } }) => ({
      timeZone,
      told: settings,
      known: settings,
      edit: null,
      sent: settings,
      failure: null,
    }),
    initial: 'editing',
    on: {
      told: {
        guard: { type: 'isNews', params: ({ event: { settings } }) => ({ settings }) },
        actions: assign(({ event: { settings } }) => ({ told: settings, known: settings })),
      },
      change: { actions: { type: 'edit', params: ({ event: { part } }) => ({ part }) } },
    },
    states: {
      editing: {
        on: {
          discard: { actions: 'forget' },
          save: { guard: 'isDirty', target: 'saving' },
        },
      },
      saving: {
        entry: assign(({ context }) => ({ sent: settingsOf(draftIn(context)), failure: null })),
        invoke: {
          src: 'save',
          input: ({ context }) => context.sent,
          onDone: [
            {
              guard: ({ event: { output } }) => !output.ok,
              target: 'editing',
              actions: {
                type: 'fail',
                params: ({ event: { output } }) => ({ failure: (output.ok ? fail('internal') : output).error }),
              },
            },
            {
              guard: ({ context: { edit, sent } }) => edit !== null && !isSame(settingsOf(edit.draft), sent),
              target: 'editing',
              actions: 'settle',
            },
            { target: 'saved', actions: 'settle' },
          ],
          onError: { target: 'editing', actions: { type: 'fail', params: { failure: fail('internal').error } } },
        },
      },
      saved: {
        on: {
          change: {
            target: 'editing',
            actions: { type: 'edit', params: ({ event: { part } }) => ({ part }) },
          },
        },
      },
    },
  });

export type ChannelEditing = SnapshotFrom<ReturnType<typeof createChannelMachine>>;

/** What the form shows. */
export function formOf({ context, value }: ChannelEditing) {
  const dirty = isDirty(context);
  return {
    draft: draftIn(context),
    stage: value,
    isDirty: dirty,
    /** What was edited began from something that a colleague has changed since. */
    isOvertaken: dirty && context.edit !== null && !isSame(context.edit.base, context.known),
    failure: context.failure,
  };
}
