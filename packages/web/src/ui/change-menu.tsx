import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Dropdown } from "antd";
import type { ReactElement } from "react";

interface ChangeMenuProps {
  rename: { label: string; onClick: () => void };
  remove: { label: string; onClick: () => void };
  /** The button that opens the menu. */
  children: ReactElement;
}

/** What can be done to a thing that somebody made: rename it, delete it. */
export function ChangeMenu({ rename, remove, children }: ChangeMenuProps) {
  const items = [
    { key: "rename", icon: <EditOutlined aria-hidden />, ...rename },
    { key: "remove", icon: <DeleteOutlined aria-hidden />, danger: true, ...remove },
  ];
  return (
    <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items }}>
      {children}
    </Dropdown>
  );
}
