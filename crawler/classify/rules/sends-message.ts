import { defineRule } from '#crawler/classify/define-rule.ts';

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
        'send reply respond notify forward broadcast announce tweet retweet email text dm comment mention invite resend share+message remind page+someone whisper shout blast nudge ping+user message react+to transmit repost relay solicit',
      unless: ['money', 'checkout', 'invoice'],
    },
    { verbs: 'post publish share', objects: ['message'] },
    { verbs: 'submit provide leave give write add', objects: ['message'] },
    { verbs: 'send', objects: ['message', 'file'] },
    { verbs: 'send resend', objects: ['message', 'credential'] },
    { verbs: 'notify remind alert' },
  ],
  matches: [
    ['send_email', 'Sends an email.', { is: 'write' }],
    ['channel_reply', 'Replies to a message in a channel.', { is: 'write' }],
    [
      'send_payment_reminder',
      'Sends a reminder about an unpaid bill by email.',
      { is: 'write', why: 'a reminder, not a payment' },
    ],
    ['notify_team', 'Notifies the team.', { is: 'write' }],
  ],
  misses: [
    ['list_messages', 'Lists messages.'],
    ['send_money', 'Sends money to a phone number.', { why: 'money' }],
    ['delete_message', 'Deletes a message.'],
    ['get_email', 'Returns one email.'],
  ],
});
