import type { CallingFacts, ContactDetails } from '#shared/contracts/ui-replies.ts';
import type { Client } from './client.ts';
import { createRecords, type Records } from './records.ts';

export type Contacts = Records<ContactDetails>;

export const createContacts = (client: Client): Contacts =>
  createRecords((contactId) => client.ask('contact.get', { contactId }));

/** What the rules ask about a contact; no details where the workspace has no rules (PBX). */
export type Callings = Records<CallingFacts>;

export const createCallings = (client: Client): Callings =>
  createRecords((contactId) => client.ask('calling.get', { contactId }));
