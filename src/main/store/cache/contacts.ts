import type { ContactState } from '#shared/contracts/agent.ts';
import type { Contact } from '#shared/contracts/records.ts';
import type { CachedContact } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';

export interface ContactColumns {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
}

export const toContact = ({ id, name, phone }: ContactColumns): Contact => ({ id, name, phone });

/** `sip:+39333…@pbx` → `+39333…`; a provider's user id stays as it is. */
const addressOf = (contactId: string): string => contactId.replace(/^(?:sips?|tel):/, '').replace(/[@;].*$/s, '');

/** The digits by which a contact's number is searched. PBX contacts without a number are found by the digits of their address. */
function digitsOf(contact: Contact): string {
  const number = contact.phone ?? (/^(?:sips?|tel):/.test(contact.id) ? addressOf(contact.id) : '');
  return number.replace(/\D/g, '');
}

/** Keeps an entry of a contact that nobody has introduced yet, under the only name known. */
const stranger = (contactId: string): Contact => ({
  id: contactId,
  name: addressOf(contactId).slice(0, 200) || contactId.slice(0, 200),
  phone: null,
});

function insertContact(db: Db, contact: Contact, serviceWindowUntil: number | null, confirmed: 0 | 1): void {
  prepared<[string, string, string | null, string, number | null, number]>(
    db,
    'INSERT INTO contacts (id, name, phone, digits, service_window_until, confirmed) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(contact.id, contact.name, contact.phone, digitsOf(contact), serviceWindowUntil, confirmed);
  prepared<[string]>(db, 'INSERT INTO conversations (contact_id) VALUES (?)').run(contact.id);
}

function confirmationOf(db: Db, contactId: string): 0 | 1 | null {
  const row = prepared<[string], { confirmed: 0 | 1 }>(db, 'SELECT confirmed FROM contacts WHERE id = ?').get(
    contactId,
  );
  return row?.confirmed ?? null;
}

export function ensureContact(db: Db, contactId: string): void {
  if (confirmationOf(db, contactId) === null) insertContact(db, stranger(contactId), null, 0);
}

/** What the gateway says always holds. */
export function putContactState(db: Db, { contact, serviceWindowUntil }: ContactState): void {
  if (confirmationOf(db, contact.id) === null) {
    insertContact(db, contact, serviceWindowUntil, 1);
    return;
  }
  prepared<[string, string | null, string, number | null, string]>(
    db,
    'UPDATE contacts SET name = ?, phone = ?, digits = ?, service_window_until = ?, confirmed = 1 WHERE id = ?',
  ).run(contact.name, contact.phone, digitsOf(contact), serviceWindowUntil, contact.id);
}

/** @returns false where the gateway knows the contact better */
export function putLocalContact(db: Db, contact: Contact): boolean {
  const confirmed = confirmationOf(db, contact.id);
  if (confirmed === 1) return false;
  if (confirmed === null) insertContact(db, contact, null, 0);
  else
    prepared<[string, string | null, string, string]>(
      db,
      'UPDATE contacts SET name = ?, phone = ?, digits = ? WHERE id = ?',
    ).run(contact.name, contact.phone, digitsOf(contact), contact.id);
  return true;
}

export function contact(db: Db, contactId: string): CachedContact | null {
  const row = prepared<[string], ContactColumns & { service_window_until: number | null }>(
    db,
    `SELECT c.id, c.name, c.phone, c.service_window_until
     FROM contacts c JOIN conversations v ON v.contact_id = c.id WHERE c.id = ?`,
  ).get(contactId);
  if (row === undefined) return null;
  return { contact: toContact(row), serviceWindowUntil: row.service_window_until };
}

export function contactByPhone(db: Db, e164: string): Contact | null {
  const digits = e164.replace(/\D/g, '');
  if (digits === '') return null;
  const row = prepared<[string], ContactColumns>(
    db,
    `SELECT c.id, c.name, c.phone FROM contacts c JOIN conversations v ON v.contact_id = c.id
     WHERE c.digits = ? AND c.digits <> '' AND c.phone IS NOT NULL ORDER BY v.last_at DESC LIMIT 1`,
  ).get(digits);
  return row === undefined ? null : toContact(row);
}
