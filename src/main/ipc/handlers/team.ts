import type { AgentCommand } from '#shared/contracts/agent.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { createChannelReads } from '../../workspace/channel.ts';
import type { FollowUps } from '../../workspace/follow-ups.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface TeamHandlersOptions {
  readonly channel: ReturnType<typeof createChannelReads>;
  readonly followUps: FollowUps;
  /** null: the workspace has no gateway (PBX). Without a connection the answer is `offline`, at once. */
  readonly command: ((command: AgentCommand) => Promise<Result<null>>) | null;
}

type TeamRequests =
  | 'channel.get'
  | 'channel.set'
  | 'rates.import'
  | 'followUps.list'
  | 'followUp.act'
  | 'answerRate.get';

/** What a team shares: its channel, what it has to call back, and how well it answers. Who may do what is for the gateway to say. */
export function teamHandlers({ channel, followUps, command }: TeamHandlersOptions): Pick<UiHandlers, TeamRequests> {
  const give = async (wanted: AgentCommand): Promise<Result<null>> =>
    command === null ? fail('unsupported') : command(wanted);
  return {
    'channel.get': () => (command === null ? fail('unsupported') : channel.view()),
    'channel.set': ({ settings }) => give({ do: 'channel.set', settings }),
    'rates.import': ({ csv }) => give({ do: 'rates.import', csv }),
    'followUps.list': () => (command === null ? ok([]) : followUps.list()),
    'followUp.act': ({ id, act }) => give({ do: 'follow-up', id, act }),
    'answerRate.get': () => channel.answerRate(),
  };
}
