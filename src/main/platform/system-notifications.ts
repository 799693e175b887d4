import { Notification } from 'electron';
import type { MainLog } from './log-port.ts';
import type { NotificationPort } from './notifications.ts';

/** Notifications of the operating system. Buttons appear on macOS (style "Alerts") and, from Electron 40 on, on Windows. */
export function createSystemNotifications(log: MainLog): NotificationPort {
  // Electron lets a notification be collected, and its events be lost, once nobody holds it.
  const held = new Set<Notification>();
  return {
    show: (content, events) => {
      if (!Notification.isSupported()) return null;
      const notification = new Notification({
        title: content.title,
        body: content.body,
        silent: content.silent,
        urgency: content.urgent ? 'critical' : 'normal',
        timeoutType: content.urgent ? 'never' : 'default',
        actions: content.actions.map((text) => ({ type: 'button', text })),
      });
      notification.on('click', events.clicked);
      notification.on('action', (details, index) => events.acted(actionIndex(details, index)));
      notification.on('close', () => {
        held.delete(notification);
        events.closed();
      });
      notification.on('failed', (_event, error) => {
        held.delete(notification);
        log.warn('a notification could not be shown', { error });
        events.closed();
      });
      held.add(notification);
      notification.show();
      return () => {
        held.delete(notification);
        notification.close();
      };
    },
  };
}

/** Newer releases tell the index inside the event and may one day drop the argument that older ones have alone. */
function actionIndex(details: { readonly actionIndex?: number }, index: number | undefined): number {
  return details.actionIndex ?? index ?? -1;
}
