import { describe, expect, it } from 'vitest';
import {
  createLinkRegistration,
  dialTextInArguments,
  dialTextOf,
  onLink,
} from '../../../src/main/platform/tel-links.ts';

describe('telephone links', () => {
  it.each([
    ['tel:+393331234567', 'tel:+393331234567'],
    ['TEL:+39%20333%201234567', 'tel:+39 333 1234567'],
    ['callto://+393331234567', 'tel:+393331234567'],
    ['tel:863-1234;phone-context=+1-914-555', 'tel:863-1234;phone-context=+1-914-555'],
  ])('%s is dialled as %s', (link, text) => {
    expect(dialTextOf(link)).toBe(text);
  });

  it.each([
    'https://example.com',
    'tel:',
    'tel:%0A',
    'tel:+39\u202e333',
    `tel:${'1'.repeat(400)}`,
    '--tel:+39333',
    'file:///etc/passwd',
  ])('%j is none', (link) => {
    expect(dialTextOf(link)).toBeNull();
  });

  it('stands among the flags of a second start', () => {
    expect(dialTextInArguments(['app', '--allow-file-access', 'tel:+39333123456', '--x'])).toBe('tel:+39333123456');
    expect(dialTextInArguments(['app', '.', '--scenario=x.json'])).toBeNull();
  });

  it('comes as an event on a Mac, and others are left alone', () => {
    const dialled: string[] = [];
    let open = (_event: { preventDefault(): void }, _url: string): void => undefined;
    onLink({ on: (_name, listener) => (open = listener) }, (text) => dialled.push(text));
    let prevented = 0;
    const event = { preventDefault: () => (prevented += 1) };
    open(event, 'tel:+393331234567');
    open(event, 'javascript:alert(1)');
    expect(dialled).toEqual(['tel:+393331234567']);
    expect(prevented).toBe(2);
  });

  it('belong to another application until the agent wants them here', () => {
    const said: string[] = [];
    const app = {
      setAsDefaultProtocolClient: (protocol: string) => said.push(`set ${protocol}`) > 0,
      removeAsDefaultProtocolClient: (protocol: string) => said.push(`remove ${protocol}`) > 0,
    };
    const apply = createLinkRegistration(app, false);
    apply(false);
    expect(said).toEqual([]);
    apply(true);
    apply(true);
    apply(false);
    expect(said).toEqual(['set tel', 'remove tel']);
  });
});
