import { homeCountry } from '#shared/domain/phone-number.ts';
import { accountHandlers } from '../ipc/handlers/account.ts';
import { callingHandlers } from '../ipc/handlers/calling.ts';
import { callHandlers } from '../ipc/handlers/calls.ts';
import { historyHandlers } from '../ipc/handlers/history.ts';
import { inboxHandlers } from '../ipc/handlers/inbox.ts';
import { noteRepliesHandler } from '../ipc/handlers/note-replies.ts';
import { noteTakingHandlers } from '../ipc/handlers/note-taking.ts';
import { noteHandlers } from '../ipc/handlers/notes.ts';
import { pictureHandlers } from '../ipc/handlers/pictures.ts';
import { audioHandlers, settingsHandlers } from '../ipc/handlers/session.ts';
import { teamHandlers } from '../ipc/handlers/team.ts';
import { transcriptHandlers } from '../ipc/handlers/transcripts.ts';
import type { UiPush } from '../ipc/push.ts';
import type { UiHandlers } from '../ipc/request-gate.ts';
import type { Clock } from '../platform/clock.ts';
import type { Configuration } from '../policy/configuration.ts';
import type { AuditTrail } from '../store/audit-trail.ts';
import { createCallTarget, domainOf } from '../workspace/call-target.ts';
import { createCallingFacts } from '../workspace/calling-facts.ts';
import { createChannelReads } from '../workspace/channel.ts';
import type { createAccount } from './account.ts';
import type { Core } from './core.ts';
import type { EarlyAnswers } from './early-answers.ts';
import type { Keeping } from './keeping.ts';
import type { Telephony } from './telephony.ts';

export interface HandlersOptions {
  readonly early: EarlyAnswers;
  readonly configuration: Configuration;
  readonly core: Core;
  readonly keeping: Keeping;
  readonly telephony: Telephony;
  readonly account: ReturnType<typeof createAccount>;
  readonly audit: AuditTrail;
  readonly push: UiPush;
  readonly clock: Clock;
}

/** What the ui window can ask. */
export function createHandlers(options: HandlersOptions): UiHandlers {
  const { early, configuration, core, keeping, telephony, account, audit, push, clock } = options;
  const { queue, workspace, changed, phone } = telephony;
  const { workspace: place } = configuration;
  const dial =
    place.mode === 'pbx' ? ({ mode: 'pbx', domain: domainOf(place.uri) } as const) : ({ mode: 'gateway' } as const);
  const country = () => homeCountry(core.session.snapshot().workspace.number);
  const { ruleAgainst, requests } = callingHandlers({
    cache: keeping.cache,
    gateway:
      workspace === null
        ? null
        : {
            facts: createCallingFacts(keeping.cache, clock.now, telephony.gatewayAheadMs),
            command: workspace.link.command,
          },
    country,
    now: clock.now,
  });
  const channel = createChannelReads({
    cache: keeping.cache,
    now: clock.now,
    gatewayAheadMs: telephony.gatewayAheadMs,
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  return {
    ...early,
    ...settingsHandlers(core.settings.change),
    ...requests,
    ...audioHandlers(phone),
    ...callHandlers({
      queue,
      resolveTarget: createCallTarget({
        cache: keeping.cache,
        dial,
        country,
      }),
      ruleAgainst,
      carriesVideo: () => core.session.snapshot().workspace.video,
    }),
    ...pictureHandlers({
      calls: () => queue.views().calls,
      isTakingNote: () => (core.session.snapshot().note?.phase ?? 'draft') !== 'draft',
      phone,
      reacted: (callId, reaction) => push('reaction', { callId, from: 'agent', reaction }),
    }),
    ...inboxHandlers({
      cache: keeping.cache,
      messages: workspace?.messages ?? null,
      changed,
      wasRead: (contactId, upTo) => workspace?.wasRead(contactId, upTo),
      noteSeen: (id) => void telephony.notes?.played(id),
      now: clock.now,
      aheadMs: telephony.rulesAheadMs,
    }),
    ...teamHandlers({
      channel,
      followUps: telephony.followUps,
      command: workspace === null ? null : workspace.commandNow,
    }),
    ...noteHandlers(telephony.notes),
    ...noteTakingHandlers(telephony.noteTaking, telephony.notes?.keeping ?? null),
    ...noteRepliesHandler({
      note: keeping.cache.note,
      mayWrite: telephony.noteTaking.mayWrite,
      hours: channel.hours,
      templates: () => core.settings.values().replyTemplates,
      locale: () => core.session.snapshot().locale,
    }),
    ...transcriptHandlers(telephony.transcripts),
    ...historyHandlers({ ledger: keeping.ledger, readPeaks: keeping.recordings.readPeaks }),
    ...accountHandlers(account.store(audit)),
  };
}
