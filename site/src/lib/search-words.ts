/**
 * Words that people use for one another when they look for a tool: what somebody calls a picture a tool calls a
 * screenshot. Only asked for where the words themselves find hardly anything. Pure.
 */
import { inflect, pluralOf } from '#crawler/classify/words/inflection.ts';

/** Words of one meaning a line, in their base form; a word may stand in several lines. */
const groups = `
  delete remove erase destroy drop purge wipe clear
  run execute launch start invoke
  undo revert reset restore rollback discard
  picture screenshot image photo snapshot
  shell terminal command bash process
  create make add new insert
  change update edit modify rename set
  get fetch read show retrieve view
  find search lookup query locate
  list show all browse
  send post deliver write
  mail email message inbox
  pay charge payment transaction
  refund reimburse credit
  customer client contact buyer
  ticket issue task card todo
  repository repo project
  folder directory
  document doc page file article
  password secret credential token key
  database db table sql
  move transfer relocate
  copy duplicate clone fork
  stop cancel end abort terminate kill halt
  deploy release publish rollout
  chat conversation channel message thread
  website site page url web
  download export save
  upload import attach
  login signin authenticate
  buy purchase order checkout
  schedule plan book appoint
  meeting event appointment calendar
  note memo comment remark
  money payment payout funds balance
  user member person people account
  permission access role grant right
  machine server instance vm host droplet
  route direction navigation path way
  weather forecast temperature
  summary overview summarize digest
  error exception bug failure fault
  click press tap
  type enter fill input
  open navigate visit goto
  answer reply respond
  check verify validate test
  log history trail
  subscription plan membership
  invoice bill
  chart graph plot diagram
  translate translation localize
  speech voice audio
  clip video recording
  approve accept confirm
  reject decline deny
  invite add share
  label tag category
  ai llm model
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' '));

const linesOf = new Map<string, (readonly string[])[]>();
for (const words of groups) {
  for (const base of words) {
    for (const form of new Set([base, pluralOf(base), ...inflect(base).map(([form]) => form)])) {
      linesOf.set(form, [...(linesOf.get(form) ?? []), words]);
    }
  }
}

/** Words that mean much the same as one in lower case, in any of its forms; none for most. Its own base may be among them. */
export const wordsLike = (word: string): string[] => [...new Set(linesOf.get(word)?.flat())];
