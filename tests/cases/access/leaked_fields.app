// Fields that some readers may not read, where they would learn of them all the same.
app "Staff" {
  home Overview
}

roles { hr "HR", member "Member" }

auth {
  user User
}

entity User {
  name: text
  email: email unique
  role: Role = member

  allow read to signed_in
}

entity Department {
  name: text

  employees: many Employee via department
  computed payroll: money = sum(employees.salary)
  computed average: money? = avg(employees.salary)

  allow read(name, average) to member
  allow read except(average) to member where name != "Board"
  allow read to hr
}

entity Employee {
  name: text
  nickname: text
  department: Department
  salary: money
  grade: int
  bonus: money = 0
  computed pay: money = salary + bonus

  display "{nickname} ({grade})"
  search name, nickname
  allow read(name, department, grade) to member where grade < 5
  allow read except(salary, grade, bonus, nickname) to member
  allow read to hr
}

list Employees of Employee {
  columns name, salary, pay
  where bonus > 10
}

list Ranking of Employee {
  columns name
  sort grade desc
}

list Salaries of Employee {
  allow to member
  columns name, pay
}

dashboard Overview {
  allow to member
  stat "Payroll" = sum(Employee.salary)
  stat "People" = count(Employee)
}

dashboard Figures {
  stat "Payroll" = sum(Employee.salary)
}

action peek(employee: Employee) {
  allow to member
  require employee.salary > 0 else "{employee.name} earns {employee.salary}."
  message "{employee.department} knows {employee.pay}."
}

action raise(employee: Employee) {
  allow to hr
  update employee {
    salary: employee.salary + 100
  }
  message "{employee.name} earns {employee.salary}."
}
