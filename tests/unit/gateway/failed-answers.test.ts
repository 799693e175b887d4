import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { contactEventsOf, lastInvite, rig, settle } from './support.ts';

describe('an answered call whose contact does not get the answer', () => {
  it.each([
    ['gone', 'c1/missed-call', []],
    ['invalid', 'c1/failed-call', ['c1']],
  ] as const)('tells the agent when the contact cannot have the answer: %s', async (code, event, hangUps) => {
    const { enlist, connector, store } = await rig();
    connector.onAnswer = async () => fail(code);
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    expect(anna.phone.requests('BYE')).toHaveLength(1);
    expect(connector.asked('hangUp')).toEqual(hangUps);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual([event]);
  });

  it('does not wait for a connector for ever, nor fall with one that throws', async () => {
    const { enlist, connector, clock, store, log } = await rig();
    const anna = await enlist('anna');
    connector.onAnswer = () => new Promise<Result<null>>(() => {});
    connector.ring('c1');
    await settle();
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    clock.advance(10_000);
    await settle();
    connector.onAnswer = () => {
      throw new Error('broken');
    };
    connector.ring('c2');
    await settle();
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    expect(anna.phone.requests('BYE')).toHaveLength(2);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['c1/failed-call', 'c2/failed-call']);
    expect(log.errors()).toHaveLength(1);
  });

  it('fails on a phone whose 200 brings no session description, and goes on elsewhere', async () => {
    const { enlist, connector } = await rig();
    const anna = await enlist('anna');
    const bruno = await enlist('bruno');
    connector.ring('c1');
    await settle();
    anna.phone.respond(lastInvite(anna.phone), 200);
    await settle();
    expect(anna.phone.requests('BYE')).toHaveLength(1);
    bruno.phone.answer(lastInvite(bruno.phone));
    await settle();
    expect(connector.asked('answer')).toEqual(['c1']);
  });

  it('is hung up at the provider even where the answer gets through after all', async () => {
    const { enlist, connector } = await rig();
    let release: (result: Result<null>) => void = () => {};
    connector.onAnswer = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    const dialog = anna.phone.answer(lastInvite(anna.phone));
    await settle();
    await anna.phone.within(dialog, 'BYE');
    await settle();
    release(ok(null));
    await settle();
    expect(connector.asked('hangUp')).toEqual(['c1', 'c1']);
  });
});
