import type { ContactState, GatewayEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ChannelSettings, ChannelState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { type ChannelEvent, channelStateOf } from '#shared/domain/rules/channel.ts';
import { monthOf } from '#shared/domain/rules/month.ts';
import type { CallRate } from '#shared/domain/rules/price.ts';
import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import { type RateCard, rateOf } from '#shared/domain/rules/rate-card.ts';
import { regionOfNumber } from '#shared/domain/rules/regions.ts';
import type { ChannelChange } from '../connectors/connector.ts';
import type { Clock } from '../platform/clock.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { Operation } from '../store/operations.ts';

/** What a call counts for where the price falls with the minutes of a month. */
export interface CallTier {
  readonly month: string;
  readonly country: string;
}

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
  /** Charged in this life of the gateway and before, by month and country; of those that were not charged since it began, the store knows. */
  private readonly seconds = new Map<string, number>();

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

  /** What a call to the contact, answered at that instant, costs a minute; null: not known. */
  rate({ contact }: ContactState, talkMs = 0, answeredAt = this.now()): (CallRate & CallTier) | null {
    const { rates } = this;
    const profile = this.profile();
    const region = contact.phone === null ? null : regionOfNumber(contact.phone, profile);
    if (rates === null || contact.phone === null || !region?.ok) return null;
    const tier = { month: monthOf(answeredAt, profile), country: region.country };
    const rate = rateOf(rates, contact.phone, profile, { secondsBefore: this.secondsOf(tier), talkMs });
    return rate === null ? null : { ...rate, ...tier };
  }

  /** @returns what is to be written; from now on it counts here. */
  charged(cost: Extract<GatewayEvent, { type: 'call.cost' }>, { month, country }: CallTier): Operation {
    this.seconds.set(`${month} ${country}`, this.secondsOf({ month, country }) + cost.chargedSeconds);
    return { do: 'charge', cost, month, country };
  }

  private secondsOf({ month, country }: CallTier): number {
    return this.seconds.get(`${month} ${country}`) ?? this.store.chargedSeconds(month, country);
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
