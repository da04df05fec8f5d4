import type { ExceptionsRoom } from '../support/exceptions-room.js';
import { besieged } from './siege.js';

/** Sam and Tom come from a directory, which took Mia away; Cards is a team, and Old was one. */
async function build(room: ExceptionsRoom): Promise<void> {
  await room.house.admin.query(`INSERT INTO teams (id, name, external_id) VALUES ('tea_cards', 'Cards', 'g1');
    INSERT INTO teams (id, name, ended_at) VALUES ('tea_old', 'Old', house_now());
    UPDATE people SET user_name = 'Sam@corp', external_id = 'e1' WHERE handle = 'sam';
    UPDATE people SET user_name = 'mia@corp', external_id = 'e2', sync_ended_at = house_now(), active = false WHERE handle = 'mia'`);
}

const set = (handle: string, columns: string): string => `UPDATE people SET ${columns} WHERE handle = '${handle}'`;
const person = (columns: string, values: string): string =>
  `INSERT INTO people (id, human_id, kind, name, handle, email, ${columns}) VALUES ('per_new', 'hum_new', 'PERSON', 'New', 'new', 'new@corp', ${values})`;

// prettier-ignore
besieged<void>('promise 11: people of a directory', build, [
  ['of whom two have one user name', { sql: () => set('tom', `user_name = 'sAM@corp'`), says: '23505 a_person_has_their_own_user_name', wall: 'people.a_person_has_their_own_user_name' }],
  ['of whom two have one external id', { sql: () => set('tom', `external_id = 'e1'`), says: '23505 a_person_has_their_own_external_id', wall: 'people.a_person_has_their_own_external_id' }],
  ['without a letter in the user name', { sql: () => set('tom', `user_name = ''`), says: '23514 a_user_name_has_a_length', wall: 'people.a_user_name_has_a_length' }],
  ['without a letter in the external id', { sql: () => set('tom', `external_id = ''`), says: '23514 an_external_id_has_a_length', wall: 'people.an_external_id_has_a_length' }],
  ['who are machines', { sql: () => set('pay-1', `user_name = 'pay@corp'`), says: '23514 machines_come_from_no_directory', wall: 'people.machines_come_from_no_directory' }],
  ['who are put into a team that ended', { sql: () => set('sam', `team_id = 'tea_old'`), says: 'TP150', wall: 'people.teams_that_ended_have_nobody' }],
  ['who begin in a team that ended', { sql: () => person('team_id', `'tea_old'`), says: 'TP150', wall: 'people.new_people_are_in_no_team_that_ended' }],
  ['in two teams of one external id', { sql: () => `INSERT INTO teams (id, name, external_id) VALUES ('tea_2', 'Two', 'g1')`, says: '23505 a_team_has_its_own_external_id', wall: 'teams.a_team_has_its_own_external_id' }],
  ['in a team without a letter in its external id', { sql: () => `UPDATE teams SET external_id = '' WHERE id = 'tea_cards'`, says: '23514 an_external_id_has_a_length', wall: 'teams.an_external_id_has_a_length' }],
]);
