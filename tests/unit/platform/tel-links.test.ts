import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createLinkRegistration,
  dialTextInArguments,
  dialTextOf,
  type LinkRegistrationOptions,
  type LinkSystem,
  linkTarget,
  onLink,
} from '../../../src/main/platform/tel-links.ts';

/** A system that says yes or no, and what it was told. */
function system(changes: Partial<LinkSystem>, says = true) {
  const said: string[] = [];
  const words = (path?: string, args: readonly string[] = []) =>
    ['tel', ...(path === undefined ? [] : [path, ...args])].join(' ');
  const options: LinkRegistrationOptions = {
    app: {
      setAsDefaultProtocolClient: (_protocol, path, args) => {
        said.push(`set ${words(path, args)}`);
        return says;
      },
      removeAsDefaultProtocolClient: (_protocol, path, args) => said.push(`remove ${words(path, args)}`) > 0,
    },
    target: linkTarget({
      platform: 'win32',
      isPackaged: true,
      execPath: 'C:\\electron.exe',
      appPath: 'C:\\cornetta',
      ...changes,
    }),
    refused: (isRefused) => said.push(isRefused ? 'does not open here' : 'opens here'),
  };
  return { said, options };
}

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
    const { said, options } = system({});
    const apply = createLinkRegistration(options, false);
    apply(false);
    expect(said).toEqual([]);
    apply(true);
    apply(true);
    apply(false);
    expect(said).toEqual(['set tel', 'opens here', 'remove tel', 'opens here']);
  });

  it.each(['darwin', 'win32', 'linux'] as const)(
    'are asked for by an installed app on %s as the program that runs',
    (platform) => {
      const { said, options } = system({ platform });
      createLinkRegistration(options, true);
      expect(said).toEqual(['set tel', 'opens here']);
    },
  );

  it('in development are Electron’s on Windows, with what it has to open; and given back in the same words', () => {
    const { said, options } = system({ platform: 'win32', isPackaged: false });
    createLinkRegistration(options, true)(false);
    const words = 'tel C:\\electron.exe C:\\cornetta';
    expect(said).toEqual([`set ${words}`, 'opens here', `remove ${words}`, 'opens here']);
  });

  it.each(['darwin', 'linux'] as const)(
    'in development on %s cannot be had, which is said and nothing is touched',
    (platform) => {
      const { said, options } = system({ platform, isPackaged: false });
      createLinkRegistration(options, true)(false);
      expect(said).toEqual(['does not open here', 'opens here']);
    },
  );

  it('that the system keeps from us are told, and no longer once they are not wanted', () => {
    const { said, options } = system({}, false);
    createLinkRegistration(options, true)(false);
    expect(said).toEqual(['set tel', 'does not open here', 'remove tel', 'opens here']);
  });

  it('are declared where a system goes by what is installed', () => {
    const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
    const builder = read('electron-builder.yml');
    expect(builder).toMatch(/protocols:[\s\S]*schemes:\s+- tel\b/);
    const entry = /executableName: (\S+)/.exec(builder)?.[1];
    expect(JSON.parse(read('package.json'))).toMatchObject({ desktopName: `${entry}.desktop` });
  });
});
