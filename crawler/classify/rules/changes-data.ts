import { defineRule } from '#crawler/classify/define-rule.ts';

/** Changes data. */
export const changesData = defineRule({
  id: 'changes-data',
  title: 'Changes data',
  explains: 'What others rely on changes under them; the old value may or may not be kept.',
  advice: 'Limit how often it may be called.',
  capability: 'change-data',
  actions: [
    {
      verbs:
        'update edit modify change patch set rename replace amend alter adjust mark toggle complete finish close reopen approve reject decline accept confirm dismiss acknowledge snooze rate vote like react upvote downvote rebase squash convert+to increment decrement bump extend renew reschedule prioritize lock unlock protect unprotect refactor fix correct tweak rewrite improve customize change+to transition finalize submit+review apply tune tag label flag sync synchronize check+in check+out checkin manage handle work+with refresh compact defragment migrate+data promote demote escalate hide show+hide mute unmute enrich augment translate+document resize crop trim merge+into style color format+cells indent dedupe deduplicate redact annotate verify+domain vacuum scale rotate+image transform exclude suppress blacklist blocklist supersede pull sign endorse overwrite claim+task block+task pass fail advance evolve swap+out mark+as upgrade downgrade translate+into feature reprocess reconcile disable+rule swap switch repair heal override redirect throttle reinstate remediate rectify redistribute realign reclassify recategorize renumber relink reassess administer maintain mask merge+records replenish revise repaint reshape reword shorten lengthen enlarge shrink silence sharpen tidy terraform+edit transcode trust distrust isolate deprecate defer delay postpone expedite fulfil fulfill impose enforce harden nominate appoint elect award certify notarize standardize stabilize substitute supervise waive veto overrule curate embellish retouch recolor reformat rename+all spice reallocate rebalance preserve retain repurpose rewire boost',
    },
    { verbs: 'resolve', objects: ['case', 'message', 'mark', 'review', 'absent'], unless: ['info'] },
    { verbs: 'revert skip' },
    { verbs: 'convert', objects: ['file', 'mark', 'member'], apart: ['template'] },
    { verbs: 'translate format', objects: ['file'] },
    { verbs: 'convert', objects: ['documentPart'] },
    { verbs: 'rotate', unless: ['credential', 'access'] },
    { verbs: 'block unblock suspend unsuspend ban unban freeze quarantine' },
    { verbs: 'process' },
    { verbs: 'execute', objects: ['mark'] },
    { verbs: 'expand', objects: ['job'] },
    { verbs: 'cancel', objects: ['mark'], unless: ['invoice', 'money', 'subscription'] },
    { verbs: 'end', objects: ['mark'] },
    { verbs: 'restore' },
    { verbs: 'sort format clear', objects: ['cells'] },
    { verbs: 'clear unset reset', objects: ['fieldish'] },
    { verbs: 'undo' },
    { verbs: 'split combine join+cells merge' },
    { verbs: 'switch use select', objects: ['repository'] },
    { verbs: 'checkout' },
    { verbs: 'check+out', objects: ['repository'] },
  ],
  phrases: [
    'marks|marked as read|delivered|seen|consumed|acknowledged|processed',
    'marks it|them|the|all|each * as read|delivered|seen|consumed|acknowledged',
    'message|messages|item|items|each|event|events is|are consumed|dequeued|acknowledged',
    'marks it|them as? read|delivered|seen|consumed|acknowledged',
  ],
  matches: [
    ['update_profile', 'Changes the display name.', { is: 'write' }],
    ['contacts_rename', '', { is: 'write' }],
    ['AcmeApiV2010--UpdateThing', '', { is: 'write', why: 'a name made by a generator' }],
    ['close_ticket', 'Closes a support ticket.', { is: 'write', why: 'close is not stop' }],
    ['peek_tray', 'Shows new slips and marks them read.', { is: 'write' }],
    ['get_notices', 'Returns new notices. Those returned are marked as seen.', { is: 'write' }],
    ['convert_headings', 'Converts all headings in a document to captions.', { is: 'write' }],
    ['boost_entry', 'Shows an entry to more people.', { is: 'write' }],
    ['swap_panels', 'Swaps two panels.', { is: 'write' }],
    ['update_rows', 'Updates all matching rows.', { is: 'write', parameters: { where: { type: 'string' } } }],
  ],
  misses: [
    ['list_updates', 'Lists updates.', { why: 'a noun' }],
    ['get_change_log', 'Returns the change log.'],
    ['delete_edit', 'Deletes an edit.'],
  ],
});
