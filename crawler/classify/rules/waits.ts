import { defineRule } from '#crawler/classify/define-rule.ts';

/** Waits or answers a ping. */
export const waits = defineRule({
  id: 'waits',
  title: 'Waits or answers a ping',
  explains: 'Letting time pass changes nothing.',
  advice: 'Allow it.',
  capability: 'wait',
  actions: [{ verbs: 'block+until wait sleep ping echo wait+for', unless: ['person'] }, { verbs: 'say+hello greet' }],
  nouns: 'ping echo sleep wait heartbeat',
  matches: [
    ['wait', 'Waits for a number of seconds.', { is: 'read' }],
    ['wait_for_selector', 'Waits until an element appears.', { is: 'read' }],
    ['ping', 'Answers pong.', { is: 'read' }],
    ['expect_line', 'Blocks until a line is heard.', { is: 'read' }],
  ],
  misses: [
    ['stop_waiting_room', 'Closes the waiting room for visitors.'],
    ['create_wait_list', 'Creates a wait list.'],
    ['block_line', 'Blocks a line of the phone.'],
    ['delete_ping_monitor', 'Deletes a ping monitor.'],
  ],
});
