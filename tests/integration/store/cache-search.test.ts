import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putLocal } from '../../../src/main/store/cache/local-changes.ts';
import { search } from '../../../src/main/store/cache/search.ts';
import type { Db } from '../../../src/main/store/sqlite/database.ts';
import { asEntry, contactOf, messageOf } from './support/entries.ts';
import { temporaryCache } from './support/temporary.ts';

function filled(): Db {
  const db = temporaryCache();
  const say = (id: string, contactId: string, at: number, text: string) =>
    asEntry(messageOf(id, contactId, at, { text }));
  putLocal(db, {
    contacts: [
      contactOf('anna', 'Anna Bianchi', '+39 333 123 4567'),
      contactOf('jose', 'José Núñez', '+34600111222'),
      contactOf('sip:1001@pbx.example', 'Reception'),
      contactOf('user', 'Annabella', null),
    ],
    entries: [
      say('m1', 'anna', 100, 'È arrivato il pezzo per la Panda?'),
      say('m3', 'jose', 300, 'Il pezzo è sbagliato'),
      say('m2', 'user', 200, 'pezzo ordinato, "grazie" AND NOT (altro)*'),
    ],
  });
  return db;
}

const found = (db: Db, text: string, limit = 20): string[] =>
  search(db, { text, limit }).map((hit) => hit.message?.id ?? hit.contact.id);

describe('search', () => {
  it('finds names by the beginning of each word, without case and accents, newest conversation first', () => {
    const db = filled();
    expect(found(db, 'ann')).toEqual(['user', 'anna']);
    expect(found(db, 'bia ANNA')).toEqual(['anna']);
    expect(found(db, 'jose nunez')).toEqual(['jose']);
    expect(found(db, 'nna')).toEqual([]);
  });

  it.each(['333 123', '+39-333', '2345', '1234567', '00393331'])('finds the number by %s', (text) => {
    expect(found(filled(), text)).toEqual(['anna']);
  });

  it('finds a PBX contact by the digits of its address, not by its host', () => {
    expect(found(filled(), '1001')).toEqual(['sip:1001@pbx.example']);
  });

  it('finds messages newest first, by whole words and the beginning of the last', () => {
    const db = filled();
    expect(found(db, 'pezzo')).toEqual(['m3', 'm2', 'm1']);
    expect(found(db, 'arrivato pan')).toEqual(['m1']);
    expect(found(db, 'pez arrivato')).toEqual([]);
    expect(found(db, 'e sbagl')).toEqual(['m3']);
    expect(search(db, { text: 'sbagliato', limit: 1 })).toEqual([
      {
        contact: contactOf('jose', 'José Núñez', '+34600111222'),
        message: { id: 'm3', text: 'Il pezzo è sbagliato', at: 300 },
        note: null,
      },
    ]);
  });

  it('gives contacts and messages half of the places each where both are many', () => {
    const db = temporaryCache();
    const contacts = Array.from({ length: 9 }, (_, n) => contactOf(`c${n}`, `Gomma ${n}`));
    const entries = contacts.map(({ id }, n) => asEntry(messageOf(`m${n}`, id, n + 1, { text: 'gomma' })));
    putLocal(db, { contacts, entries });
    expect(found(db, 'gomma', 5)).toEqual(['c8', 'c7', 'c6', 'm8', 'm7']);
    expect(found(db, 'gomma', 15)).toHaveLength(15);
  });

  it('finds the newest of a name that very many have', () => {
    const db = temporaryCache();
    const contacts = Array.from({ length: 400 }, (_, n) => contactOf(`c${n}`, 'Mario Rossi', `+39333000${n + 1000}`));
    const entries = contacts.map(({ id }, n) =>
      asEntry(messageOf(`m${n}`, id, ((n * 37) % 400) + 1, { text: 'ciao' })),
    );
    putLocal(db, { contacts, entries });
    const newest = [...entries].sort((a, b) => b.at - a.at).slice(0, 10);
    expect(found(db, 'rossi', 10)).toEqual(newest.map(({ contactId }) => contactId));
    expect(found(db, '39333', 10)).toEqual(newest.map(({ contactId }) => contactId));
  });

  it('finds the newest of a number that very many have, none of whom was heard of lately', () => {
    const db = temporaryCache();
    const contacts = Array.from({ length: 600 }, (_, n) =>
      contactOf(`c${n}`, 'Mario', `+39${n < 300 ? 333 : 347}${n + 1000}`),
    );
    const entries = contacts.map(({ id }, n) => asEntry(messageOf(`m${n}`, id, n + 1, { text: 'ciao' })));
    putLocal(db, { contacts, entries });
    expect(found(db, '39333', 3)).toEqual(['c299', 'c298', 'c297']);
    expect(found(db, '39347', 3)).toEqual(['c599', 'c598', 'c597']);
  });

  it('follows a changed name', () => {
    const db = filled();
    putLocal(db, { contacts: [contactOf('user', 'Berta')] });
    expect(found(db, 'annabella')).toEqual([]);
    expect(found(db, 'berta')).toEqual(['user']);
  });

  it('takes anything for text and nothing for syntax', () => {
    const db = filled();
    expect(found(db, '"grazie" AND NOT (altro)*')).toEqual(['m2']);
    expect(found(db, "'; DROP TABLE contacts; --")).toEqual([]);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(0x2fff), fc.constantFrom(34, 40, 42, 97)), { minLength: 1, maxLength: 40 }),
        (points) => {
          const text = String.fromCodePoint(...points);
          expect(Array.isArray(search(db, { text, limit: 5 }))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
    for (const text of ['text:pezzo', 'NEAR(pezzo il)', '^pezzo', 'a OR b', '{name}: x', '*', '""', '\0', 'pezzo\0il'])
      expect(() => found(db, text)).not.toThrow();
  });
});
