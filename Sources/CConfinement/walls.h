#pragma once

// What a process does to itself before it reads what strangers sent. 0, or the number of the error; ENOSYS where the kernel
// has no such wall.

/// From now on it can read what is installed on the machine, and no other file; and it writes none (Landlock, Linux 5.13).
int xinbao_read_installed_files_only(void);

/// From now on it has no sockets, looks into no other process, and starts none (seccomp).
/// - mayBecomeAnother: whether it may still replace itself (execve(2)).
/// - hasThreads: whether it may start threads.
int xinbao_stay_alone(int mayBecomeAnother, int hasThreads);
