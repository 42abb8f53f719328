import { defineRule } from '#crawler/classify/define-rule.ts';

/** Stops a process. */
export const stopsProcess = defineRule({
  id: 'stops-process',
  title: 'Stops a process',
  explains: 'Work in progress is interrupted; what was not saved may be lost.',
  advice: 'Ask for approval, or limit it to a few a minute.',
  capability: 'stop-process',
  actions: [
    {
      verbs:
        'stop kill abort halt interrupt pause shutdown shut+down power+off power+down quit exit drain cordon poweroff hibernate turn+down detach+session logout log+out sign+out signout end+session stand+down suspend+job unload eject logoff',
      unless: ['money', 'trade'],
    },
    {
      verbs: 'terminate suspend end finish disconnect',
      objects: ['job', 'session'],
      unless: ['commitment', 'mark', 'message'],
    },
    { verbs: 'disconnect', objects: ['absent'], scopes: ['machine', 'terminal'] },
    { verbs: 'terminate', objects: ['application'] },
    { verbs: 'signal', objects: ['job', 'machine'] },
    { verbs: 'complete', objects: ['session'] },
    { verbs: 'close', objects: ['job'], unless: ['toDo', 'commitment', 'mark', 'message'] },
    { verbs: 'cancel stop', objects: ['job'] },
    { verbs: 'cancel abort', near: ['underway'], unless: ['trade', 'commitment'] },
    { verbs: 'suspend stop cancel', objects: ['machine'] },
    { verbs: 'close', domains: ['browser'] },
    { verbs: 'close', objects: ['terminal'] },
    { verbs: 'tear+down teardown cleanup clean+up', objects: ['terminal', 'session', 'interface'] },
    { verbs: 'end', unless: ['commitment'] },
  ],
  matches: [
    ['leave_all', 'Disconnects from all servers.', { is: 'execute' }],
    ['cancel', 'Cancels a queued request.', { is: 'execute' }],
    ['cancel', 'Cancel an ongoing backup or restore operation.', { is: 'execute', why: 'two words for one thing' }],
    ['stop_server', 'Stops a server.', { is: 'execute' }],
    ['job_cancel', 'Cancels a running job.', { is: 'execute', why: 'a job, not an order' }],
    ['close_session', 'Closes the session.', { is: 'execute' }],
    ['kill_process', 'Kills a process.', { is: 'execute' }],
    ['browser_cleanup', 'Cleans up a browser session.', { is: 'execute' }],
    ['logout', '', { is: 'execute' }],
    ['sign_out', 'Signs you out.', { is: 'execute' }],
    ['tunnel_close', 'Tears down a tunnel.', { is: 'execute' }],
    ['puppet_handles', '', { is: 'execute', parameters: { action: { type: 'string', enum: ['list', 'close'] } } }],
  ],
  misses: [
    ['cancel_booking', 'Cancels a booking.', { why: 'a commitment' }],
    ['close_issue', 'Closes an issue.'],
    ['close_task', 'Closes (completes) a task.'],
    ['list_stops', 'Lists bus stops.'],
    ['get_logout_page', 'Returns the logout page.'],
  ],
});
