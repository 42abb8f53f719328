import { defineRule } from '#crawler/classify/define-rule.ts';

/** Moves or links data. */
export const arrangesData = defineRule({
  id: 'arranges-data',
  title: 'Moves or links data',
  explains: 'Things are put elsewhere or tied together; the same tools can put them back.',
  advice: 'Limit how often it may be called.',
  capability: 'arrange-data',
  actions: [
    {
      verbs:
        'move archive unarchive assign unassign link unlink attach detach untag unlabel pin unpin star unstar follow unfollow favorite unfavorite favourite associate disassociate dissociate relate reorder unread unhighlight kick expel undelete unbookmark unsubscribe subscribe unwatch unlike unvote leave organize sort+into group ungroup bind unbind map+to dock undock transfer relocate shift migrate migrate+to route reparent nest untrash unschedule hold release+hold unhold disconnect connect mount unmount tie untie connect+to unshare register+webhook withdraw claim unclaim acquire relinquish give+up hand+back give+back lockdown lock+down swap+positions distribute arrange align attach+to snooze+all',
      unless: ['money'],
    },
    { verbs: 'remove drop clear', objects: ['mark'] },
    { verbs: 'delete', objects: ['tie'] },
    { verbs: 'restore recover', near: ['shelved'] },
    { verbs: 'restore recover', scopes: ['trash'] },
    { verbs: 'remove drop', objects: ['member', 'mark', 'access'], scopes: ['container'] },
    { verbs: 'remove', objects: ['mark', 'absent'], scopes: ['container'] },
    { verbs: 'remove', scopes: ['tie', 'enumeration'] },
    { verbs: 'take', scopes: ['container'], objects: ['member', 'mark'] },
    { verbs: 'restore', objects: ['trash', 'mark', 'message', 'draft'] },
    { verbs: 'watch track', objects: ['repository', 'mark'] },
    { verbs: 'remove', objects: ['member'], scopes: ['member'] },
  ],
  matches: [
    ['remove_path', 'Removes a path from the list.', { is: 'write', why: 'it can be written there again' }],
    ['remove_hosts_from_case', 'Removes hosts from a case.', { is: 'write' }],
    ['delete_assignee', 'Removes the assignee of a chore.', { is: 'write' }],
    ['remove_label_from_ticket', 'Removes a label from a ticket.', { is: 'write', why: 'a label can be put back' }],
    [
      'unlink_records',
      'Unlinks two records without removing either.',
      { is: 'write', why: 'negation; unlink is not delete' },
    ],
    ['move_card', 'Moves a card to another column.', { is: 'write' }],
    ['archive_project', 'Archives a project.', { is: 'write' }],
    ['detach_volume', 'Detaches a volume from a machine.', { is: 'write' }],
    ['claim_ticket', 'Claims a ticket for yourself.', { is: 'write' }],
  ],
  misses: [
    ['delete_folder', 'Deletes a folder.'],
    ['get_archive', 'Returns the archive.'],
    ['remove_user', 'Removes a user account and all its data.', { why: 'no list it is removed from' }],
    ['transfer_funds', 'Transfers funds to another account.', { why: 'money' }],
  ],
});
