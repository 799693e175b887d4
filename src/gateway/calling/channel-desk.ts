import type { ContactState, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ChannelSettings, ChannelState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { type ChannelEvent, channelStateOf } from '#shared/domain/rules/channel.ts';
import type { CallRate } from '#shared/domain/rules/price.ts';
import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import { type RateCard, rateOf } from '#shared/domain/rules/rate-card.ts';
import type { Clock } from '../clock.ts';
import type { ChannelChange } from '../connectors/connector.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { Operation } from '../store/operations.ts';

/** What a channel is like until somebody decides otherwise. */
const defaultSettings: ChannelSettings = {
  callingOn: true,
  contactsMayCall: true,
  hours: null,
  ringing: { mode: 'everyone', assigneeMs: 15_000 },
};

/** Until the connector has named the workspace. */
const unnamed = { number: null, balance: null, currency: 'USD', rules: '' } as const;

/** The channel as it is now, what was decided a moment ago and is not on disk yet included; and the time by which its rules are judged. */
export class ChannelDesk {
  private readonly store: GatewayStore;
  private readonly clock: Clock;
  private channel: ChannelEvent;
  private rates: RateCard | null;

  constructor(store: GatewayStore, clock: Clock) {
    this.store = store;
    this.clock = clock;
    const channel = store.state('channel');
    const rates = store.state('rates');
    this.rates = rates?.type === 'rates' ? rates.card : null;
    if (channel?.type === 'channel') this.channel = channel;
    else {
      this.channel = {
        type: 'channel',
        settings: defaultSettings,
        messagingLimit: null,
        pausedUntil: null,
        clockAheadMs: 0,
      };
      store.publish({ do: 'event', event: this.channel });
    }
  }

  /** Milliseconds since 1970 by the clock of the rules, which a scenario may have set ahead of the world's. */
  now(): number {
    return this.clock.now() + this.channel.clockAheadMs;
  }

  aheadMs(): number {
    return this.channel.clockAheadMs;
  }

  settings(): ChannelSettings {
    return this.channel.settings;
  }

  state(): ChannelState {
    return channelStateOf(this.store.workspace() ?? unnamed, this.channel);
  }

  profile(): RuleProfile {
    return ruleProfile((this.store.workspace() ?? unnamed).rules);
  }

  workspace(): WorkspaceState | null {
    return this.store.workspace();
  }

  /** What a call to the contact costs a minute; null: not known. */
  rate(
    { contact }: ContactState,
    volume?: { readonly minutesBefore: number; readonly talkMs: number },
  ): CallRate | null {
    const { rates } = this;
    return rates === null || contact.phone === null ? null : rateOf(rates, contact.phone, this.profile(), volume);
  }

  /** @returns what is to be written; from now on it holds here. */
  changed({ settings, ...change }: ChannelChange): Operation {
    this.channel = { ...this.channel, ...change, settings: { ...this.channel.settings, ...settings } };
    return { do: 'event', event: this.channel };
  }

  /** The same for prices. */
  priced(card: RateCard): Operation {
    this.rates = card;
    return { do: 'event', event: { type: 'rates', card: [...card] } };
  }
}
