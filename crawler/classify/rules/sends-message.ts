import { defineRule } from '#crawler/classify/define-rule.ts';
import { sendsOnFlag } from './inspect/flags.ts';

/** Sends a message. */
export const sendsMessage = defineRule({
  id: 'sends-message',
  title: 'Sends a message',
  explains: 'It speaks to people in your name and cannot be unsaid.',
  advice: 'Limit how often it may be called; confirm recipients.',
  capability: 'send-message',
  actions: [
    {
      verbs:
        'send reply respond forward broadcast announce tweet retweet email dm comment mention invite resend share+message quote+tweet quote+post page+someone whisper shout blast nudge ping+user message react+to transmit repost relay solicit',
      unless: ['money', 'checkout', 'invoice'],
    },
    { verbs: 'text', objects: ['person', 'payee', 'absent', 'message'] },
    { verbs: 'post publish', objects: ['message'] },
    { verbs: 'submit provide leave give write add', objects: ['message'] },
    { verbs: 'send', objects: ['message', 'file'] },
    { verbs: 'schedule', objects: ['message'], unless: ['call'] },
    { verbs: 'resend', objects: ['message', 'credential'] },
    { verbs: 'notify remind alert' },
  ],
  inspect: sendsOnFlag,
  matches: [
    ['send_note_get', 'Sends a note.', { is: 'write', why: 'the method stands last' }],
    ['send_email', 'Sends an email.', { is: 'write' }],
    [
      'preview_letter',
      'Preview of a letter.',
      {
        is: 'write',
        parameters: { confirm: { type: 'boolean', description: 'Send it to every subscriber' } },
        why: 'a switch sends what is shown',
      },
    ],
    ['quote_tweet', '', { is: 'write' }],
    ['text_customer', 'Texts a customer.', { is: 'write' }],
    ['PuppetController_sendPicture', 'Look at the schemas for details.', { is: 'write', why: 'a method of a group' }],
    ['channel_reply', 'Replies to a message in a channel.', { is: 'write' }],
    [
      'send_payment_reminder',
      'Sends a reminder about an unpaid bill by email.',
      { is: 'write', why: 'a reminder, not a payment' },
    ],
    ['notify_team', 'Notifies the team.', { is: 'write' }],
  ],
  misses: [
    ['stories_add_part', 'Adds a story as a part of another.', { why: 'a piece of work' }],
    ['update_rule', 'Changes a rule. Send only the fields that change.', { why: 'what the caller passes' }],
    ['list_messages', 'Lists messages.'],
    ['send_money', 'Sends money to a phone number.', { why: 'money' }],
    ['delete_message', 'Deletes a message.'],
    ['get_email', 'Returns one email.'],
    ['finish_line', 'Text completion.', { why: 'a text that is made up' }],
    [
      'show_letter',
      'Shows a letter.',
      { parameters: { plain: { type: 'boolean', description: 'Send only the plain text back' } } },
    ],
  ],
});
